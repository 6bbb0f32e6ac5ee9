"""Sending many documents: what the cluster has no room for now is sent again, later."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException, TransportError

from search.engines.opensearch.connection import AWAY, is_full, is_passing
from search.engines.opensearch.patience import TRIES_TO_WRITE, pauses
from search.errors import EngineError, ServerFailing

CHUNK_BYTES = 8 << 20


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


def send(client: OpenSearch, actions: Iterable[Action]) -> None:
    """Carry out the changes, of which no two may be of one document; an error if one cannot be."""
    for chunk in _chunks(actions):
        _send_chunk(client, chunk)


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


def _send_chunk(client: OpenSearch, chunk: list[Action]) -> None:
    for pause in pauses(TRIES_TO_WRITE):
        try:
            chunk = _send_once(client, chunk)
        except OpenSearchException as error:
            if not is_passing(error):
                raise
        if not chunk:
            return
        time.sleep(pause)
    if _send_once(client, chunk):
        raise ServerFailing(
            f"the cluster had no room for {len(chunk)} documents in {TRIES_TO_WRITE} tries; index "
            "again when it has less to do: what is there is skipped"
        )


def _send_once(client: OpenSearch, chunk: list[Action]) -> list[Action]:
    """What has to be sent again; an error if a document is refused for good."""
    body = b"".join(action.lines() for action in chunk)
    answer = client.bulk(body=body, params={"filter_path": "errors,items.*.status,items.*.error"})
    if not answer["errors"]:
        return []
    outcomes = [next(iter(item.values())) for item in answer["items"]]
    again = []
    for action, outcome in zip(chunk, outcomes, strict=True):
        if outcome["status"] in AWAY and not is_full(outcome.get("error")):
            again.append(action)
        elif not _is_done(action, outcome["status"]):
            raise _refused(action, outcome)
    return again


def _is_done(action: Action, status: int) -> bool:
    """Whether it is as it should be; what is gone already need not be deleted."""
    return status < 300 or (action.line is None and status == 404)


def _refused(action: Action, outcome: dict[str, object]) -> EngineError | TransportError:
    if is_full(outcome.get("error")):
        return TransportError(
            outcome["status"], "cluster_block_exception", {"error": outcome["error"]}
        )
    return ServerFailing(
        f"the cluster refuses the document {action.identity!r}: {outcome['error']}"
    )
