"""Hits by rank: ties in order, and read-ahead that returns the same hits with fewer searches."""

from __future__ import annotations

from typing import Any

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.engines.tantivy.collector import (
    TIE_MARGIN,
    HitCollector,
    HitRange,
    ReadAheadCache,
)
from onrecord.search.engines.tantivy.storage import IndexReader
from onrecord.search.results.sorting import Sort
from tests.corpus import article
from tests.search.engines.tantivy.ram import reader_of

HITS: Any = [(0.0, address) for address in range(30_000)]
REQUESTS = st.tuples(st.sampled_from("ab"), st.integers(0, 31_000), st.integers(1, 600))


class Collector:
    """Collects HITS and notes each search."""

    def __init__(self) -> None:
        self.searches: list[tuple[int, int]] = []

    def __call__(self, offset: int, limit: int) -> Any:
        self.searches.append((offset, limit))
        return HITS[offset : offset + limit]


@given(st.lists(REQUESTS))
def test_the_hits_are_the_same_as_without(requests: list[tuple[str, int, int]]) -> None:
    cache = ReadAheadCache()
    for scan, offset, limit in requests:
        hits = cache.hits(scan, Collector(), offset, limit)
        assert hits == HITS[offset : offset + limit]


def test_few_searches_to_the_end() -> None:
    cache, collect = ReadAheadCache(), Collector()
    for offset in range(0, len(HITS), 500):
        cache.hits("all", collect, offset, 500)
    assert len(collect.searches) < 10
    assert max(limit for _, limit in collect.searches) == 20_500


@pytest.mark.parametrize(
    ("offset", "limit", "searched"),
    [
        (0, 10, 10),  # the first page reads nothing ahead
        (1, 10, 110),
        (50, 10, 110),
        (51, 10, 112),  # twice as many as come before
        (10_000, 10, 20_010),
        (10_001, 10, 20_010),
    ],
)
def test_how_far_it_reads_ahead(offset: int, limit: int, searched: int) -> None:
    collect = Collector()
    ReadAheadCache().hits("all", collect, offset, limit)
    assert collect.searches == [(offset, searched)]


@pytest.mark.parametrize(
    ("start", "count", "is_last", "offset", "limit", "covered"),
    [
        (10, 5, False, 10, 5, True),
        (10, 5, False, 9, 5, False),
        (10, 5, False, 10, 6, False),
        (10, 5, False, 14, 1, True),
        (10, 5, False, 15, 1, False),
        (10, 5, True, 10, 6, True),  # nothing comes after
        (10, 5, True, 9, 6, False),
    ],
)
def test_what_a_range_covers(
    start: int, count: int, is_last: bool, offset: int, limit: int, covered: bool
) -> None:
    hit_range = HitRange(start, HITS[start : start + count], is_last)
    assert hit_range.covers(offset, limit) is covered


def test_a_range_that_came_out_full_may_go_on() -> None:
    cache, collect = ReadAheadCache(), Collector()
    cache.hits("all", lambda offset, limit: collect(offset, limit)[: limit - 1], 29_000, 500)
    cache.hits("all", collect, 29_999, 500)
    assert len(collect.searches) == 1  # one hit too few: it is the last range
    cache.hits("other", collect, 10, 10)
    cache.hits("other", collect, 120, 1)
    assert len(collect.searches) == 3


def test_the_scans_used_last_are_kept() -> None:
    cache, collect = ReadAheadCache(), Collector()
    scans = list(range(8))
    for scan in [*scans, 0, "new"]:  # pushes out 1, the one used longest ago
        cache.hits(scan, collect, 10, 10)
    searched = len(collect.searches)
    for scan in ["new", 0, *scans[2:]]:
        cache.hits(scan, collect, 10, 10)
    assert len(collect.searches) == searched
    cache.hits(1, collect, 10, 10)
    assert len(collect.searches) == searched + 1


# By score: two better ones, ties in the reverse order of their ids, and a worse one.
TIES = [f"{n:03d}" for n in range(100)]
RANKED = ["best", "good", *TIES, "last"]
MATCHING = len(RANKED)


@pytest.fixture(scope="module")
def ranked() -> IndexReader:
    texts = {"last": "war and then much more of it", "good": "war war it", "best": "war war"}
    return reader_of(
        [article(name, "", texts.get(name, "war it")) for name in reversed(RANKED)]
        + [article("other", "", "peace")]
    )


def collector(reader: IndexReader) -> HitCollector:
    return HitCollector(reader, tantivy.Query.term_query(reader.schema, "text", "war"))


def ids(reader: IndexReader, hits: list[Any]) -> list[str]:
    return [reader.article(address).id for _, address in hits]


@pytest.mark.parametrize(
    ("offset", "limit"),
    [
        *[(0, 1), (0, 2), (0, 3), (1, 2), (2, 1), (3, 5), (98, 4), (101, 1), (101, 2), (102, 1)],
        *[(0, MATCHING - 1), (0, MATCHING), (0, MATCHING + 1), (MATCHING, 5)],
        *[(0, MATCHING - TIE_MARGIN + n) for n in (-1, 0, 1)],  # where the search is just enough
    ],
)
def test_ties_are_in_order_of_their_keys(ranked: IndexReader, offset: int, limit: int) -> None:
    hits = collector(ranked)
    assert ids(ranked, hits.by_score(offset, limit)) == RANKED[offset : offset + limit]
    assert hits.total() == MATCHING


def test_by_day_nothing_has_a_score(ranked: IndexReader) -> None:
    found = collector(ranked).by_day(Sort.NEWEST, 1, 2)
    assert ids(ranked, found) == ["001", "002"]
    assert {score for score, _ in found} == {0.0}


def test_the_total_is_counted_once(ranked: IndexReader) -> None:
    hits = collector(ranked)
    assert hits.total() == MATCHING
    hits.by_score(0, 1)  # does not count again: a search without a count has no total
    assert hits.counted == MATCHING
