"""Sends documents in bulk, retrying those the cluster was too busy to accept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from onrecord.search.engines.opensearch.connection import WRITE_TRIES, pauses
from onrecord.search.engines.opensearch.errors import UNAVAILABLE, is_disk_full, is_transient
from onrecord.search.errors import ServerError

CHUNK_BYTES = 2 << 20  # of one request
CONCURRENT_REQUESTS = 2  # a node indexes each in one thread
PAYLOAD_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Action:
    """Index a document under an id; or delete it, if there is no line."""

    index: str
    identity: str
    line: bytes | None = None

    def lines(self) -> bytes:
        kind = "delete" if self.line is None else "index"
        head = json.dumps({kind: {"_index": self.index, "_id": self.identity}}).encode()
        return head + b"\n" + (self.line + b"\n" if self.line is not None else b"")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that the cluster rejects for good."""

    identity: str
    reason: str


def send(client: OpenSearch, actions: Iterable[Action]) -> list[Refusal]:
    """Send changes, each of another document; returns those rejected."""
    with ThreadPoolExecutor(CONCURRENT_REQUESTS) as senders:
        refused = senders.map(partial(_send_chunk, client), _chunks(actions))
        return [refusal for refusals in refused for refusal in refusals]


def _chunks(actions: Iterable[Action]) -> Iterator[list[Action]]:
    chunk: list[Action] = []
    size = 0
    for action in actions:
        length = len(action.line or b"")
        if chunk and size + length > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(action)
        size += length
    if chunk:
        yield chunk


def _send_chunk(client: OpenSearch, chunk: list[Action]) -> list[Refusal]:
    refused: list[Refusal] = []
    for pause in [*pauses(WRITE_TRIES), None]:
        try:
            chunk = _send_once(client, chunk, refused)
        except TransportError as error:
            if error.status_code == PAYLOAD_TOO_LARGE:
                return refused + _send_halves(client, chunk)
            if pause is None or not is_transient(error):
                raise
        if not chunk:
            return refused
        if pause is not None:
            time.sleep(pause)
    raise ServerError(
        f"the cluster had no room for {len(chunk)} documents in {WRITE_TRIES} tries; index "
        "again when it has less to do: what is there is skipped"
    )


def _send_halves(client: OpenSearch, chunk: list[Action]) -> list[Refusal]:
    """Split a request too large for the nodes or a proxy."""
    if len(chunk) == 1:
        return [Refusal(chunk[0].identity, "too large for a request to the cluster")]
    middle = len(chunk) // 2
    return _send_chunk(client, chunk[:middle]) + _send_chunk(client, chunk[middle:])


def _send_once(client: OpenSearch, chunk: list[Action], refused: list[Refusal]) -> list[Action]:
    """The actions to send again; adds to those refused for good."""
    body = b"".join(action.lines() for action in chunk)
    answer = client.bulk(body=body, params={"filter_path": "errors,items.*.status,items.*.error"})
    if not answer["errors"]:
        return []
    outcomes = [next(iter(item.values())) for item in answer["items"]]
    again = []
    for action, outcome in zip(chunk, outcomes, strict=True):
        status, error = outcome["status"], outcome.get("error")
        if is_disk_full(error):
            raise TransportError(status, "cluster_block_exception", {"error": error})
        if status in UNAVAILABLE:
            again.append(action)
        elif not _is_done(action, status):
            refused.append(Refusal(action.identity, f"refused by the cluster: {_cause(error)}"))
    return again


def _is_done(action: Action, status: int) -> bool:
    """Whether it succeeded; a document that is gone already need not be deleted."""
    return status < 300 or (action.line is None and status == 404)


def _cause(error: dict[str, Any]) -> str:
    """The innermost reason, which says most."""
    while "caused_by" in error:
        error = error["caused_by"]
    return f"{error['type']}: {error['reason']}"[:300]
