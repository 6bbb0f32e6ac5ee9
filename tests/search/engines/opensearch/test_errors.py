"""Each error of the client becomes one of ours; some are worth a retry."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import (
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)

from onrecord.search.engines.opensearch.errors import (
    is_transient,
    reason_of,
    translate,
    translated_errors,
)
from onrecord.search.engines.opensearch.url import read_address
from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    QueryTooBroad,
    ServerError,
    ServerUnreachable,
)

ADDRESS = read_address("//node1,node2:9201/news?timeout=7")
DOCS = Path(__file__).parents[4] / "docs" / "opensearch.md"


def answered(status: int, kind: str, reason: str = "") -> TransportError:
    return TransportError(status, kind, {"error": {"type": kind, "reason": reason}})


@pytest.mark.parametrize(
    ("error", "ours", "message"),
    [
        (NoConnection("N/A", "refused", "x: refused"), ServerUnreachable, r"reached \(refused\)"),
        (ConnectionTimeout("TIMEOUT", "x", "x"), ServerUnreachable, "did not answer within 7 s"),
        (SSLError("N/A", "x", "self-signed"), ServerUnreachable, r"verified \(self-signed\).*_CA"),
        (answered(401, "security"), AccessDenied, "requires valid credentials; set ONRECORD_"),
        (answered(403, "security", "no right"), AccessDenied, r"denies access.*no right"),
        (answered(403, "flood-stage"), ServerError, "a disk of the cluster is too full"),
        (answered(429, "read-only-allow-delete"), ServerError, "a disk of the cluster"),
        (answered(403, "x", "create-index blocked"), ServerError, "takes no new index"),
        (answered(503, "no_shard_available"), ServerError, "the cluster is red"),
        (answered(503, "x", "all shards failed"), ServerError, "the cluster is red"),
        (answered(503, "x", "missing shards"), ServerError, "the cluster is red"),
        (answered(500, "x", "all shards failed"), ServerError, r"failed \(500: x: all shards"),
        (answered(400, "x", "too many nested clauses"), QueryTooBroad, "more words than the clus"),
        (answered(400, "x", "maxClauseCount is set"), QueryTooBroad, "more words than the cluster"),
        (answered(400, "x", "y"), ServerError, r"failed \(400: x: y\); see its log"),
        (OpenSearchException("odd"), EngineError, "opensearch://node1:9200,node2:9201/news: odd"),
    ],
)
def test_an_error_says_what_and_where(
    error: OpenSearchException, ours: type[Exception], message: str
) -> None:
    with pytest.raises(ours, match=message) as raised, translated_errors(ADDRESS):
        raise error
    assert type(raised.value) is ours
    assert raised.value.__cause__ is error
    if ours is not QueryTooBroad:
        assert str(ADDRESS) in str(raised.value)


def test_a_missing_permission_points_to_the_page_that_lists_them() -> None:
    told = str(translate(answered(403, "security"), ADDRESS))
    named = re.search(r"under (\w+) in docs/opensearch\.md", told)
    assert named
    assert f"\n## {named[1]}\n" in DOCS.read_text()


def test_errors_that_are_not_the_clients_pass() -> None:
    with pytest.raises(KeyError), translated_errors(ADDRESS):
        raise KeyError("a bug")


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (
            {
                "error": {
                    "root_cause": [{"type": "a", "reason": "1"}],
                    "type": "b",
                    "reason": "2",
                    "caused_by": {"type": "c", "reason": "3"},
                }
            },
            "a: 1; b: 2; c: 3",
        ),
        (
            {"error": {"root_cause": [{"type": "a", "reason": "1"}], "type": "a", "reason": "1"}},
            "a: 1",  # once
        ),
        ({"error": {"type": "a", "reason": "x" * 600}}, "a: " + "x" * 497),
        ({"error": "plain"}, "kind"),
        ({}, "kind"),
        (None, "kind"),
    ],
)
def test_the_reason_of_an_answer(info: Any, reason: str) -> None:
    assert reason_of(TransportError(400, "kind", info)) == reason


def test_the_page_of_a_proxy_is_one_line() -> None:
    page = "<html>\r\n<h1>403  Forbidden</h1>" + "x" * 300
    assert reason_of(TransportError(403, page, None)) == " ".join(page.split())[:200]


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (NoConnection("N/A", "x", "x"), True),
        (ConnectionTimeout("TIMEOUT", "x", "x"), True),
        (SSLError("N/A", "x", "x"), False),  # the next try meets the same certificate
        *((answered(status, "x"), True) for status in (429, 502, 503, 504)),
        *((answered(status, "x"), False) for status in (400, 401, 403, 404, 500)),
        (answered(429, "flood-stage"), False),
        (answered(500, "node_not_connected_exception"), True),
        (answered(500, "x", "no node found for id [abc]"), True),
        (NotFoundError(404, "x", {}), False),
        (OpenSearchException("odd"), False),
    ],
)
def test_what_is_worth_a_retry(error: OpenSearchException, transient: bool) -> None:
    assert is_transient(error) is transient
