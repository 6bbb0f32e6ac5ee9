"""Connections to a cluster: credentials, and retries while nodes come and go."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import RequestError

from onrecord.search.engines.opensearch.connection import (
    READ_TRIES,
    WRITE_TRIES,
    connect,
    pauses,
    retry,
)
from onrecord.search.engines.opensearch.url import read_address
from onrecord.search.errors import InvalidIndexUrl

AWAY = NoConnection("N/A", "refused", "refused")


@pytest.mark.parametrize(
    ("location", "environ", "headers"),
    [
        ("//localhost/news", {}, {}),
        ("//127.0.0.1,[::1]/news", {"ONRECORD_OPENSEARCH_USER": "ann"}, {"basic": "YW5uOg=="}),
        (
            "https://h/news",
            {"ONRECORD_OPENSEARCH_USER": "ann", "ONRECORD_OPENSEARCH_PASSWORD": "pw"},
            {"basic": "YW5uOnB3"},
        ),
        (
            "https://h/news",  # a key goes before a user
            {"ONRECORD_OPENSEARCH_USER": "ann", "ONRECORD_OPENSEARCH_API_KEY": "k"},
            {"apikey": "k"},
        ),
    ],
)
def test_credentials_are_those_of_the_environment(
    location: str, environ: dict[str, str], headers: dict[str, str]
) -> None:
    for node in connect(read_address(location), environ).transport.connection_pool.connections:
        scheme, _, value = node.headers.get("authorization", "").partition(" ")
        if not scheme:
            scheme, _, value = node.headers.get("Authorization", "").partition(" ")
        assert ({scheme.lower(): value} if scheme else {}) == headers


@pytest.mark.parametrize(
    ("location", "environ", "reason"),
    [
        ("//elsewhere.example/news", {"ONRECORD_OPENSEARCH_USER": "ann"}, "unencrypted"),
        ("//elsewhere.example/news", {"ONRECORD_OPENSEARCH_API_KEY": "k"}, "unencrypted"),
        ("//localhost,elsewhere/news", {"ONRECORD_OPENSEARCH_API_KEY": "k"}, "unencrypted"),
        ("https://h/news", {"ONRECORD_OPENSEARCH_CA": "/no/such.pem"}, "/no/such.pem"),
    ],
)
def test_credentials_that_cannot_be_used_safely_are_refused(
    location: str, environ: dict[str, str], reason: str
) -> None:
    with pytest.raises(InvalidIndexUrl, match=reason):
        connect(read_address(location), environ)


def test_certificates_matter_over_tls_alone(tmp_path: Path) -> None:
    environ = {"ONRECORD_OPENSEARCH_CA": str(tmp_path / "none.pem")}
    connect(read_address("//localhost/news"), environ)


@pytest.mark.parametrize(("hosts", "retries", "on_timeout"), [("a", 2, False), ("a,b,c", 6, True)])
def test_another_node_is_asked_where_there_is_one(
    hosts: str, retries: int, on_timeout: bool
) -> None:
    transport = connect(read_address(f"//{hosts}/news?timeout=9"), {}).transport
    assert (transport.max_retries, transport.retry_on_timeout) == (retries, on_timeout)
    assert [node.timeout for node in transport.connection_pool.connections] == [9] * (retries // 2)


def test_pauses_double_up_to_a_limit() -> None:
    assert list(pauses(1)) == []
    assert list(pauses(READ_TRIES)) == [0.25, 0.5, 1.0, 2.0, 4.0]
    assert list(pauses(WRITE_TRIES))[4:] == [4.0, *[8.0] * 6]


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made, at once."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


@pytest.mark.parametrize("failures", range(3))
def test_a_call_is_retried_while_nodes_are_away(slept: list[float], failures: int) -> None:
    outcomes = iter([AWAY] * failures)

    def call() -> str:
        for error in outcomes:
            raise error
        return "done"

    assert retry(call, tries=3) == "done"
    assert slept == [0.25, 0.5][:failures]


@pytest.mark.parametrize(
    ("error", "calls"), [(AWAY, 3), (RequestError(400, "parsing_exception", {}), 1)]
)
def test_an_error_that_stays_is_raised(slept: list[float], error: Exception, calls: int) -> None:
    called = []

    def call() -> None:
        called.append(1)
        raise error

    with pytest.raises(type(error)):
        retry(call, tries=3)
    assert len(called) == calls == len(slept) + 1
