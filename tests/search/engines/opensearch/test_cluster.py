"""Three nodes, three shards, one copy of each: a node may die and nobody has to notice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.pipeline import analyse
from search.engine import Engine, Sort, open_engine
from search.request import SearchRequest, search
from tests.corpus import fill
from tests.search.engines.opensearch.cluster import Cluster, numbered, running

ARTICLES = numbered(3_000)
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
    cluster.nodes[0].wait(3)
    cluster.wait_for_green(3)


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.RELEVANCE])
def test_a_node_killed_between_pages_loses_no_hit(
    cluster: Cluster, oracle: Engine, sort: Sort
) -> None:
    engine = open_engine(cluster.url("loading"))
    expected = found(engine, "peace", sort)
    assert sorted(expected) == sorted(found(oracle, "peace"))
    walked = walk(engine, SearchRequest("peace", limit=100, sort=sort))
    paged = [next(walked) for _ in range(950)]
    cluster.nodes[1].kill()
    paged += walked
    assert paged == expected
    engine.close()
    cluster.nodes[1].start()
    cluster.nodes[1].wait(3)
    cluster.wait_for_green(3)
