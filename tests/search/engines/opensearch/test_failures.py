"""What is told when a cluster cannot do what it should: one clear error for each case."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.engines.opensearch import documents
from onrecord.search.engines.opensearch.engine import OpenSearchEngine
from onrecord.search.engines.opensearch.index_state import find_state
from onrecord.search.engines.opensearch.reading.searcher import Searcher
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexOutdated, IndexUnusable, QueryTooBroad, ServerUnreachable
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.service import SearchRequest, search
from tests.corpus import ARTICLES, article, fill, rebuild
from tests.engines import NODE
from tests.index.indexing.runs import run


def index_of(engine: OpenSearchEngine) -> str:
    state = find_state(engine.client, engine.address)
    assert state is not None
    return state.index


def test_no_node_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and listens to nobody
        port = taken.getsockname()[1]
        with pytest.raises(ServerUnreachable, match=rf"127\.0\.0\.1:{port}/news cannot be reached"):
            open_engine(f"opensearch://127.0.0.1:{port}/news").info()


def test_a_node_that_does_not_answer_is_told() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ServerUnreachable, match="did not answer within 1 s"):
            open_engine(f"opensearch://{address}/news?timeout=1").info()


def test_the_next_node_is_asked_when_one_is_away(filled: OpenSearchEngine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"127.0.0.1:{taken.getsockname()[1]}"
        engine = open_engine(f"opensearch://{dead},{NODE}/{filled.address.name}")
        for _ in range(4):
            assert search(engine, SearchRequest("putin")).total == 3
        engine.close()


@pytest.mark.parametrize("version", ["schema", "analysis"])
def test_an_index_of_another_version_must_be_rebuilt(
    filled: OpenSearchEngine, node: OpenSearch, version: str
) -> None:
    index = index_of(filled)
    meta = node.indices.get_mapping(index=index)[index]["mappings"]["_meta"]
    node.indices.put_mapping(index=index, body={"_meta": meta | {version: 0}})
    for ask in (filled.info, filled.writer, lambda: search(filled, SearchRequest("putin"))):
        with pytest.raises(IndexOutdated, match=f"its {version} is 0.* index --rebuild FILES"):
            ask()
    rebuild(filled, ARTICLES[:1])
    assert filled.info().articles == 1


def test_somebody_elses_index_is_left_alone(filled: OpenSearchEngine, node: OpenSearch) -> None:
    name = f"{filled.address.name}-other"
    node.indices.create(index=name)
    engine = open_engine(f"opensearch://{NODE}/{name}")
    for ask in (engine.info, engine.writer, lambda: engine.writer(rebuild=True)):
        with pytest.raises(IndexUnusable, match="is not an index of onrecord"):
            ask()
    assert node.indices.exists(index=name)
    node.indices.delete(index=name)


def test_more_words_than_a_search_may_have_are_told(filled: OpenSearchEngine) -> None:
    with pytest.raises(QueryTooBroad, match="more words than the cluster"):
        search(filled, SearchRequest(" ".join(f"w{number}" for number in range(1000))))


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join([*(f"w{number}" for number in range(1000)), "navalnaya", '"the west"']),
        " ".join(f"-w{number}" for number in range(400)) + " (putin OR war)",
        "(" + " OR ".join(f"w{number}" for number in range(900)) + " OR putin) AND NOT brussels",
    ],
)
def test_hundreds_of_words_find_the_same(filled: OpenSearchEngine, text: str) -> None:
    oracle = open_engine("memory:")
    fill(oracle, ARTICLES)
    found = [search(engine, SearchRequest(text)) for engine in (filled, oracle)]
    assert found[0].total == found[1].total > 0
    assert {hit.id for hit in found[0].hits} == {hit.id for hit in found[1].hits}


def forget_points(node: OpenSearch) -> None:
    """Make the node lose its points in time, as if it had been restarted."""
    node.transport.perform_request("DELETE", "/_search/point_in_time/_all")


def test_a_point_in_time_that_is_lost_is_opened_again(
    filled: OpenSearchEngine, node: OpenSearch
) -> None:
    search(filled, SearchRequest("putin"))
    searcher = filled._current_searcher()
    forget_points(node)
    assert search(filled, SearchRequest("putin")).total == 3
    assert filled._current_searcher() is searcher


@pytest.mark.parametrize("change", [fill, rebuild])
def test_a_commit_that_is_gone_is_not_read_as_the_old_one(
    filled: OpenSearchEngine, node: OpenSearch, change: Callable[[Engine, list[Article]], None]
) -> None:
    generations = []

    def question(searcher: Searcher) -> int:
        generations.append(searcher.generation)
        if len(generations) == 1:
            searcher.facets(MatchAll())
            change(open_engine(str(filled.address)), [article("new", "New", "Words.")])
            forget_points(node)
        return searcher.articles

    assert filled._ask(question) == filled.info().articles == (13 if change is fill else 1)
    assert generations[0] != generations[1] == filled.generation()


def test_an_article_that_is_refused_does_not_stop_the_others(
    filled: OpenSearchEngine, tmp_path: Path
) -> None:
    good = {"id": "noon", "title": "Noon", "text": "New words."}
    odd = {"id": "troops", "title": "Odd", "text": "Odd.", "outlet": "o" * 40_000}  # of one term
    more = {"id": "more", "title": "More", "text": "More words."}
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(f"{json.dumps(row)}\n" for row in (good, odd, more)))
    ran = run(filled, rows)
    assert ran.counts == (2, 0, 0, 1)
    assert re.search("rows.jsonl#2: refused by the cluster: .*max.*32766", str(ran.failures[0]))
    assert filled.article("troops") == ARTICLES[2]  # as it was
    assert [filled.article(name).title for name in ("noon", "more")] == ["Noon", "More"]
    assert run(filled, rows).counts == (0, 2, 0, 1)  # and it is tried again


def test_an_article_too_large_for_a_request_is_told_before_it_is_sent(
    filled: OpenSearchEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_LINE_BYTES", 1 << 20)
    (tmp_path / "large.txt").write_text("Large\n\n" + "So many words. " * 30_000)
    (tmp_path / "small.txt").write_text("Small\n\nFew words.")
    ran = run(filled, tmp_path)
    assert ran.counts == (1, 0, 0, 1)
    assert re.search(r"large.txt: too large for OpenSearch: 1 MB as", str(ran.failures[0]))
