"""A cluster behind TLS and passwords, and what is told when the way there is closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.opensearch import bulk
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import AccessDenied, ServerUnreachable
from onrecord.search.service import SearchRequest, search
from onrecord.web.app import create_app
from onrecord.web.middleware.index_provider import WebConfig
from tests.corpus import ARTICLES, article, fill
from tests.engines import RUN
from tests.search.engines.opensearch.proxy import KEY, Proxy

NAME = f"{RUN}-secured"
ANN = {"USER": "ann", "PASSWORD": "right"}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    proxy = Proxy(tmp_path_factory.mktemp("proxy"))
    proxy.prepare()
    proxy.start()
    yield proxy
    proxy.stop()


def know(monkeypatch: pytest.MonkeyPatch, **credentials: str) -> None:
    """Put credentials into the environment, and no others."""
    for name in ("USER", "PASSWORD", "API_KEY", "CA"):
        monkeypatch.delenv(f"ONRECORD_OPENSEARCH_{name}", raising=False)
    for name, value in credentials.items():
        monkeypatch.setenv(f"ONRECORD_OPENSEARCH_{name}", value)


@pytest.mark.parametrize("credentials", [ANN, {"API_KEY": KEY}])
def test_a_secured_cluster_is_written_and_searched(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, credentials: dict[str, str]
) -> None:
    know(monkeypatch, CA=proxy.authority, **credentials)
    engine = open_engine(proxy.url(NAME))
    fill(engine, ARTICLES)
    assert search(engine, SearchRequest('"noon against Putin"')).total == 2
    engine.close()


@pytest.mark.parametrize(
    ("credentials", "error", "reason"),
    [
        ({}, AccessDenied, "requires valid credentials; set ONRECORD_OPENSEARCH_USER"),
        ({"USER": "ann", "PASSWORD": "wrong-word"}, AccessDenied, "requires valid credentials"),
        ({"API_KEY": "wrong-word"}, AccessDenied, "requires valid credentials"),
        (
            {"USER": "bob", "PASSWORD": "right"},
            AccessDenied,
            r"denies access.*docs/opensearch\.md",
        ),
        (
            {**ANN, "CA": ""},
            ServerUnreachable,
            "cannot be verified.*_OPENSEARCH_CA",
        ),
    ],
)
def test_who_may_not_in_is_told_why(
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    credentials: dict[str, str],
    error: type[Exception],
    reason: str,
) -> None:
    know(monkeypatch, **{"CA": proxy.authority, **credentials})
    with pytest.raises(error, match=reason) as told:
        open_engine(proxy.url(NAME)).info()
    assert "wrong-word" not in str(told.value)


def test_a_certificate_for_another_name_is_refused(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, CA=proxy.authority, **ANN)
    with pytest.raises(ServerUnreachable, match="cannot be verified"):
        open_engine(proxy.url(NAME, host="127.0.0.1")).info()


def test_what_a_busy_cluster_turns_away_is_sent_again(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, CA=proxy.authority, **ANN)
    monkeypatch.setattr(bulk, "CHUNK_BYTES", 1_000)
    engine = open_engine(proxy.url(NAME))
    fill(engine, ARTICLES)
    turned_away = (proxy.folder / "bulk.log").read_text().count(" 429 ")
    assert turned_away > 0
    assert engine.info().articles == len(ARTICLES)
    engine.close()


def test_a_request_too_large_for_what_stands_before_the_cluster_is_sent_in_parts(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, CA=proxy.authority, **ANN)
    engine = open_engine(proxy.url(f"{NAME}-large"))
    writer = engine.writer()
    for name, words in [("a", 2_000), ("b", 20_000), ("c", 2_000), ("d", 2_000)]:
        writer.add(writer.prepare(analyse(article(name, name, "peace " * words))))
    [refused] = writer.commit()
    writer.close()
    assert str(refused) == "b.txt: too large for a request to the cluster"
    assert search(engine, SearchRequest("peace")).total == 3
    engine.close()


def test_the_page_stays_up_while_the_cluster_is_away(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, CA=proxy.authority, **ANN)
    fill(open_engine(proxy.url(NAME)), ARTICLES)
    client = create_app(WebConfig(proxy.url(NAME))).test_client()
    seen = []
    for change in (None, proxy.stop, None, proxy.start):
        if change:
            change()
        answer = client.get("/?q=putin")
        seen.append((answer.status_code, "does not respond" in answer.text))
    assert seen == [(200, False), (503, True), (503, True), (200, False)]
