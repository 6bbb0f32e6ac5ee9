"""Sending many documents: what the cluster has no room for now is sent again, later."""

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

from onrecord.search.engines.opensearch.connection import AWAY, is_full, is_passing
from onrecord.search.engines.opensearch.retry import TRIES_TO_WRITE, pauses
from onrecord.search.errors import ServerError

CHUNK_BYTES = 2 << 20  # of one request
AT_ONCE = 2  # requests: a node indexes each in one thread
TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Action:
    """One change: a document to put under an id, or none to delete what is there."""

    index: str
    identity: str
    line: bytes | None = None

    def lines(self) -> bytes:
        kind = "delete" if self.line is None else "index"
        head = json.dumps({kind: {"_index": self.index, "_id": self.identity}}).encode()
        return head + b"\n" + (self.line + b"\n" if self.line is not None else b"")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that the cluster will not take, however often it is sent."""

    identity: str
    reason: str


def send(client: OpenSearch, actions: Iterable[Action]) -> list[Refusal]:
    """Carry out the changes, of which no two may be of one document; those that are refused."""
    with ThreadPoolExecutor(AT_ONCE) as senders:
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
    for pause in [*pauses(TRIES_TO_WRITE), None]:
        try:
            chunk = _send_once(client, chunk, refused)
        except TransportError as error:
            if error.status_code == TOO_LARGE:
                return refused + _send_halves(client, chunk)
            if pause is None or not is_passing(error):
                raise
        if not chunk:
            return refused
        if pause is not None:
            time.sleep(pause)
    raise ServerError(
        f"the cluster had no room for {len(chunk)} documents in {TRIES_TO_WRITE} tries; index "
        "again when it has less to do: what is there is skipped"
    )


def _send_halves(client: OpenSearch, chunk: list[Action]) -> list[Refusal]:
    """A request was too large, for the nodes or for what stands before them."""
    if len(chunk) == 1:
        return [Refusal(chunk[0].identity, "too large for a request to the cluster")]
    middle = len(chunk) // 2
    return _send_chunk(client, chunk[:middle]) + _send_chunk(client, chunk[middle:])


def _send_once(client: OpenSearch, chunk: list[Action], refused: list[Refusal]) -> list[Action]:
    """What has to be sent again; what is refused for good is noted."""
    body = b"".join(action.lines() for action in chunk)
    answer = client.bulk(body=body, params={"filter_path": "errors,items.*.status,items.*.error"})
    if not answer["errors"]:
        return []
    outcomes = [next(iter(item.values())) for item in answer["items"]]
    again = []
    for action, outcome in zip(chunk, outcomes, strict=True):
        status, error = outcome["status"], outcome.get("error")
        if is_full(error):
            raise TransportError(status, "cluster_block_exception", {"error": error})
        if status in AWAY:
            again.append(action)
        elif not _is_done(action, status):
            refused.append(Refusal(action.identity, f"refused by the cluster: {_cause(error)}"))
    return again


def _is_done(action: Action, status: int) -> bool:
    """Whether it is as it should be; what is gone already need not be deleted."""
    return status < 300 or (action.line is None and status == 404)


def _cause(error: dict[str, Any]) -> str:
    """The innermost reason given, which says most, in one line."""
    while "caused_by" in error:
        error = error["caused_by"]
    return f"{error['type']}: {error['reason']}"[:300]
