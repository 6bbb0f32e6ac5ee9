"""A cluster in trouble: shards that are nowhere, disks that are full; and when that is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch import connection
from onrecord.search.engines.opensearch.engine import OpenSearchEngine
from onrecord.search.engines.opensearch.index_state import State, find_state
from onrecord.search.engines.opensearch.mapping import articles_body, words_body
from onrecord.search.engines.opensearch.url import Settings
from onrecord.search.engines.opensearch.writing.index_admin import swap_alias
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import ServerError
from onrecord.search.service import SearchRequest, search
from onrecord.web.app import create_app
from onrecord.web.middleware.index_provider import WebConfig
from tests.corpus import ARTICLES, fill
from tests.engines import discard, url_of
from tests.opensearch_node.cluster import until

DISK = "cluster.routing.allocation.disk"
MARKS = ("low", "high", "flood_stage")
NOBODY_HAS = "1000000gb"


def server(url: str) -> FlaskClient:
    """A running server of pages, which has to recover by itself."""
    return create_app(WebConfig(url)).test_client()


def page(server: FlaskClient) -> tuple[int, bool]:
    """The status of a page of results, and whether it says that the cluster has trouble."""
    answer = server.get("/?q=day")
    return answer.status_code, "has an internal error" in answer.text


def test_shards_that_are_on_no_node_are_told_until_they_are(
    filled: OpenSearchEngine, node: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.01)
    pages, before = server(str(filled.address)), find_state(node, filled.address)
    assert before is not None
    nowhere = "index.routing.allocation.require._name"
    red = State(f"{filled.address.name}.red.articles", before.meta)
    body = articles_body(Settings(), before.meta)
    body["settings"][nowhere] = "nobody"
    node.indices.create(index=red.words, body=words_body())
    node.indices.create(index=red.index, body=body, params={"wait_for_active_shards": "0"})
    swap_alias(node, filled.address, red, before)
    with pytest.raises(ServerError, match="the cluster is red"):
        search(filled, SearchRequest("putin"))
    assert page(pages) == (503, True)
    node.indices.put_settings(index=red.index, body={nowhere: None})
    node.cluster.health(index=red.index, params={"wait_for_status": "green"})
    assert page(pages) == (200, False)


def test_full_disks_are_told_until_they_are_not(
    filled: OpenSearchEngine, node: OpenSearch, tmp_path: Path
) -> None:
    url = url_of("opensearch", tmp_path / "new")
    pages = server(str(filled.address))
    with wanting(node, NOBODY_HAS):
        until(lambda: blocks(node).keys() == {"global", "indices"})
        with pytest.raises(ServerError, match="a disk of the cluster is too full"):
            fill(filled, ARTICLES[:1])
        with pytest.raises(ServerError, match="takes no new index"):
            fill(open_engine(url), ARTICLES[:1])
        assert search(filled, SearchRequest("putin")).total == 3
        assert page(pages) == (200, False)
    for engine in (filled, open_engine(url)):
        fill(engine, ARTICLES[:1])
    discard(url)


@contextmanager
def wanting(node: OpenSearch, free: str) -> Iterator[None]:
    """The node takes its disk for full unless so much is free, and in the end finds that it is."""
    watch(node, free)
    try:
        yield
    finally:
        watch(node, "1b")
        until(lambda: not blocks(node))
        watch(node, None)


def watch(node: OpenSearch, free: str | None) -> None:
    """Set how much of its disk has to be free; None: as it was."""
    settings: dict[str, Any] = {f"{DISK}.watermark.{mark}": free for mark in MARKS}
    settings[f"{DISK}.threshold_enabled"] = free and True
    settings["cluster.info.update.interval"] = free and "10s"  # no less is allowed
    settings[f"{DISK}.reroute_interval"] = free and "1s"
    node.cluster.put_settings(body={"transient": settings})


def blocks(node: OpenSearch) -> dict[str, Any]:
    """What the node lets nobody do, with all indexes and with some."""
    found: dict[str, Any] = node.cluster.state(metric="blocks")["blocks"]
    return found
