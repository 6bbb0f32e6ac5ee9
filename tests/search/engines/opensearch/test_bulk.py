"""Bulk requests: their size, what is sent again, what is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from opensearchpy.exceptions import RequestError, TransportError

from onrecord.search.engines.opensearch import bulk, connection
from onrecord.search.engines.opensearch.bulk import Action, send
from onrecord.search.errors import ServerError


class FakeClient:
    """Takes bulk requests and answers them from a list; then all succeed."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.requests = list(answers), list[list[str]]()

    def bulk(self, *, body: bytes, params: Any) -> Any:
        del params
        heads = [json.loads(line) for line in body.splitlines() if b'"_id"' in line]
        ids = [next(iter(head.values()))["_id"] for head in heads]
        self.requests.append(ids)
        answer = self.answers.pop(0) if self.answers else [201] * len(ids)
        if isinstance(answer, Exception):
            raise answer
        items = [{"index": {"status": one, "error": ERROR}} for one in answer]
        return {"errors": any(one >= 300 for one in answer), "items": items}


ERROR = {"type": "outer", "reason": "x", "caused_by": {"type": "inner", "reason": "y" * 400}}


def actions(count: int, size: int = 10) -> list[Action]:
    return [Action("news", f"{number}", b"x" * size) for number in range(count)]


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def sent(client: FakeClient, changes: list[Action]) -> list[tuple[str, str]]:
    refusals = send(client, changes)  # type: ignore[arg-type]  # as much of a client as it takes
    return [(refusal.identity, refusal.reason) for refusal in refusals]


@pytest.mark.parametrize(
    ("sizes", "requests"),
    [
        ([50, 50], [["0", "1"]]),  # as much as fits
        ([50, 51], [["0"], ["1"]]),
        ([500, 10], [["0"], ["1"]]),  # too large alone, but not left out
        ([], []),
    ],
)
def test_requests_have_a_limited_size(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], requests: list[list[str]]
) -> None:
    monkeypatch.setattr(bulk, "CHUNK_BYTES", 100)
    client = FakeClient()
    changes = [Action("news", f"{n}", b"x" * size) for n, size in enumerate(sizes)]
    assert sent(client, changes) == []
    assert sorted(client.requests) == requests


def test_the_lines_of_a_change() -> None:
    assert Action("news", "a", b"{}").lines() == b'{"index": {"_index": "news", "_id": "a"}}\n{}\n'
    assert Action("news", "a").lines() == b'{"delete": {"_index": "news", "_id": "a"}}\n'


def test_what_the_cluster_is_too_busy_for_is_sent_again(slept: list[float]) -> None:
    client = FakeClient([201, 429, 503], [201, 429])
    assert sent(client, actions(3)) == []
    assert client.requests == [["0", "1", "2"], ["1", "2"], ["2"]]
    assert slept == [0.25, 0.5]


@pytest.mark.parametrize(("status", "refused"), [(299, False), (300, True), (400, True)])
def test_what_is_refused_for_good_is_told(status: int, refused: bool) -> None:
    reason = f"refused by the cluster: {('inner: ' + 'y' * 400)[:300]}"
    assert sent(FakeClient([400, status]), actions(2))[1:] == [("1", reason)] * refused


@pytest.mark.parametrize(("line", "refused"), [(None, 0), (b"{}", 1)])
def test_a_document_that_is_gone_need_not_be_deleted(line: bytes | None, refused: int) -> None:
    assert len(sent(FakeClient([404]), [Action("news", "a", line)])) == refused


def test_a_request_too_large_is_split_until_one_document_is(slept: list[float]) -> None:
    too_large = TransportError(413, "too large", {})
    client = FakeClient(too_large, too_large, too_large)
    assert sent(client, actions(3)) == [("0", "too large for a request to the cluster")]
    assert client.requests == [["0", "1", "2"], ["0"], ["1", "2"], ["1"], ["2"]]
    assert slept == []


def test_a_cluster_that_stays_too_busy_is_told(slept: list[float]) -> None:
    client = FakeClient(*[[429]] * 20)
    with pytest.raises(ServerError, match="no room for 1 documents in 12 tries"):
        sent(client, actions(1))
    assert len(client.requests) == connection.WRITE_TRIES == len(slept) + 1


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        ([TransportError(503, "x", {})] * 20, connection.WRITE_TRIES),
        ([RequestError(400, "x", {})], 1),
    ],
)
def test_a_request_that_fails_is_raised_in_the_end(answers: list[Any], requests: int) -> None:
    client = FakeClient(*answers)
    with pytest.raises(TransportError):
        sent(client, actions(1))
    assert len(client.requests) == requests


def test_a_full_disk_is_not_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ERROR, "reason", "flood-stage watermark")
    client = FakeClient([429])
    with pytest.raises(TransportError, match="cluster_block_exception"):
        sent(client, actions(1))
    assert len(client.requests) == 1
