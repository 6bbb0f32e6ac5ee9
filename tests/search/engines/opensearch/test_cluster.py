"""Three nodes, three shards, one copy of each: a node may die and nobody has to notice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.query.ast import Query
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from tests.conftest import examples
from tests.corpus import fill
from tests.opensearch_node.cluster import NODES, Cluster, running
from tests.search.engines.opensearch.numbered import numbered
from tests.search.engines.opensearch.test_troubles import page, server
from tests.search.engines.test_agreement import compare
from tests.search.strategies import corpora, queries

ARTICLES = numbered(2_000)
COMMITTED_EVERY = 500
QUERIES = (
    "peace",
    '"of the day"',
    "number12*",
    "peace NEAR/3 day",
    "-peace",
    'outlet:"Example Review"',
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("cluster")) as three:
        yield three


@pytest.fixture(scope="module")
def names() -> Iterator[int]:
    """A number for each random index."""
    return count()


@pytest.fixture(scope="module")
def oracle() -> Engine:
    """The memory engine with the same articles."""
    engine = open_engine("memory:")
    fill(engine, ARTICLES)
    return engine


def walk(engine: Engine, request: SearchRequest) -> Iterator[str]:
    """The ids of all hits, page by page."""
    while True:
        results = search(engine, request)
        yield from (hit.id for hit in results.hits)
        if results.next is None:
            return
        request = replace(request, cursor=results.next)


def found(engine: Engine, text: str, sort: Sort = Sort.NEWEST) -> list[str]:
    return list(walk(engine, SearchRequest(text, limit=1000, sort=sort)))


def test_a_node_killed_while_loading_takes_nothing_that_was_committed(
    cluster: Cluster, oracle: Engine
) -> None:
    engine = open_engine(cluster.url("loading"))
    writer = engine.writer()
    killer = threading.Thread(target=cluster.nodes[0].kill)
    for number, one in enumerate(ARTICLES, start=1):
        writer.add(writer.prepare(analyse(one)))
        if number == len(ARTICLES) // 2:
            killer.start()  # while what was added is being sent
        if number % COMMITTED_EVERY == 0:
            writer.commit()
            assert sorted(found(engine, "-zebra")) == [a.id for a in ARTICLES[:number]]
    writer.close()
    killer.join()
    for query in QUERIES:
        assert found(engine, query) == found(oracle, query), query
    engine.close()
    cluster.nodes[0].start()
    cluster.nodes[0].wait(NODES)
    cluster.wait_for_green(NODES)


def test_a_node_killed_between_pages_loses_no_hit(cluster: Cluster, oracle: Engine) -> None:
    engine = open_engine(cluster.url("loading"))
    sorts = (Sort.NEWEST, Sort.RELEVANCE)
    expected = [found(engine, "peace", sort) for sort in sorts]
    assert [sorted(ids) for ids in expected] == [sorted(found(oracle, "peace"))] * len(sorts)
    walks = [walk(engine, SearchRequest("peace", limit=100, sort=sort)) for sort in sorts]
    paged = [[next(walked) for _ in range(950)] for walked in walks]
    cluster.nodes[1].kill()
    for ids, walked in zip(paged, walks, strict=True):
        ids += walked
    assert paged == expected
    engine.close()
    cluster.nodes[1].start()
    cluster.nodes[1].wait(NODES)
    cluster.wait_for_green(NODES)


def test_without_the_only_node_that_has_a_shard_the_page_says_so(cluster: Cluster) -> None:
    url = cluster.url("uncopied").replace("replicas=1", "replicas=0")
    fill(open_engine(url), ARTICLES[:50])
    pages = server(url)
    assert page(pages) == (200, False)
    cluster.nodes[2].kill()
    assert page(pages) == (503, True)
    cluster.nodes[2].start()
    cluster.nodes[2].wait(NODES)
    cluster.wait_for_green(NODES)
    assert page(pages) == (200, False)


# Over three shards words and articles lie apart: what is found must not show it.
@examples(8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(articles=corpora, asked=st.lists(queries, min_size=8, max_size=8))
def test_a_cluster_agrees_with_the_memory_engine(
    cluster: Cluster, names: Iterator[int], articles: list[Article], asked: list[Query]
) -> None:
    compare(cluster.url(f"agreement-{next(names)}"), articles, asked)
