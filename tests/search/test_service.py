"""The search service: pages, iteration over all hits, closest hits, damaged hits, alerts' hits."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date

import pytest

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine, iter_documents, iter_pages
from onrecord.search.engines.memory import MemoryEngine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexCorrupt, InvalidCursor
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import MatchAll, Plan
from onrecord.search.results.pagination import Page, ScoredDocument
from onrecord.search.results.sorting import SearchAfter, Sort
from onrecord.search.service import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    SearchRequest,
    facet_options,
    hits_for_ids,
    interpreted_query,
    iter_hits,
    iter_ids,
    iter_results,
    match_article,
    search,
)
from tests.corpus import ARTICLES, article, fill

SEARCHES = [
    SearchRequest("*"),
    SearchRequest("putin OR the"),
    SearchRequest("*", sort=Sort.OLDEST),
    SearchRequest("putin", facets=True),
    SearchRequest("zebra"),
]


@pytest.mark.parametrize("request_made", SEARCHES)
def test_small_pages_hold_what_one_large_page_holds(
    engine: Engine, request_made: SearchRequest
) -> None:
    pages = list(iter_results(engine, replace(request_made, limit=2)))
    at_once = search(engine, replace(request_made, limit=1000))
    assert [hit for page in pages for hit in page.hits] == list(at_once.hits)
    assert pages[0].facets == at_once.facets
    assert [page.facets for page in pages[1:]] == [None] * (len(pages) - 1)
    assert [page.next is None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [page.offset for page in pages] == list(range(0, max(at_once.total, 1), 2))
    assert list(iter_hits(engine, request_made)) == list(at_once.hits)
    assert list(iter_ids(engine, request_made)) == [hit.id for hit in at_once.hits]


@dataclass
class Counting(MemoryEngine):
    """A memory engine that records the page sizes asked for."""

    sizes: tuple[int, ...] = ()

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        self.sizes += (limit,)
        return super().page(plan, sort, after, limit)


@pytest.mark.parametrize(
    ("limit", "max_limit", "sizes"),
    [(2, 0, (2, 2, 2, 2, 2, 2)), (2, 4, (2, 4, 4, 4)), (1, 100, (1, 2, 4, 8)), (12, 0, (12,))],
)
def test_page_sizes_double_up_to_a_maximum(
    limit: int, max_limit: int, sizes: tuple[int, ...]
) -> None:
    engine = Counting()
    fill(engine, ARTICLES)
    found = list(iter_documents(engine, MatchAll(), Sort.NEWEST, limit, max_limit=max_limit))
    assert len(found) == len(ARTICLES)
    assert engine.sizes == sizes


def test_pages_are_fetched_when_asked_for() -> None:
    engine = Counting()
    fill(engine, ARTICLES)
    pages = iter_pages(engine, MatchAll(), Sort.NEWEST, 5)
    assert engine.sizes == ()
    next(pages)
    assert engine.sizes == (5,)


@pytest.mark.parametrize(
    ("limit", "size"), [(-1, 1), (0, 1), (1, 1), (999, 999), (1000, 1000), (1001, 1000)]
)
def test_the_page_size_is_bounded(limit: int, size: int) -> None:
    engine = Counting()
    search(engine, SearchRequest("*", limit=limit))
    assert engine.sizes == (size,)
    assert MAX_PAGE_SIZE == 1000


def test_all_hits_are_fetched_in_large_pages() -> None:
    engine = Counting()
    list(iter_hits(engine, SearchRequest("*", limit=1)))
    assert engine.sizes == (PAGE_SIZE,)


def test_the_closest_are_no_hits(engine: Engine) -> None:
    results = search(engine, SearchRequest("putin zebra", limit=2))
    assert (results.total, results.hits, results.next, results.offset) == (0, (), None, 0)
    assert [hit.matched_as for hit in results.closest] == ["partial", "partial"]
    assert [warning.message for warning in results.warnings] == [
        "no article matches the whole query; the closest match part of it"
    ]


@pytest.mark.parametrize("query", ["zebra", "zebra OR lion", '"putin zebra"', "?!", ""])
def test_nothing_is_close(engine: Engine, query: str) -> None:
    results = search(engine, SearchRequest(query))
    assert (results.total, results.hits, results.closest) == (0, (), ())


@pytest.mark.parametrize("filters", [{"outlets": ("nobody",)}, {"last": date(1999, 1, 1)}])
def test_filters_hold_for_the_closest(engine: Engine, filters: dict[str, object]) -> None:
    request = SearchRequest("putin zebra", **filters)  # type: ignore[arg-type]  # named by the table
    assert search(engine, request).closest == ()


@dataclass
class Damaged(MemoryEngine):
    """Lists article "bad" for every search, and cannot read article "unreadable"."""

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        page = super().page(plan, sort, after, limit)
        bad = ScoredDocument(Document(article("bad", "", "lion")), SearchAfter(1.0, "", 1))
        return replace(page, total=page.total + 1, documents=(bad, *page.documents))

    def article(self, identity: str) -> Article:
        if identity == "unreadable":
            raise IndexCorrupt("damaged")
        return super().article(identity)


@pytest.fixture
def damaged() -> Damaged:
    engine = Damaged()
    fill(engine, [article("good", "", "zebra"), article("unreadable", "", "zebra")])
    return engine


def test_a_hit_that_does_not_match_is_skipped(
    damaged: Damaged, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        results = search(damaged, SearchRequest("zebra", facets=True))
    assert [hit.id for hit in results.hits] == ["good", "unreadable"]
    assert (results.total, results.skipped, results.to_dict()["skipped"]) == (3, 1, 1)
    assert [warning.message for warning in results.warnings] == [
        "1 article could not be shown; rebuild the index: onrecord index --rebuild FILES"
    ]
    assert "'bad'" in caplog.text
    assert [hit.id for hit in iter_hits(damaged, SearchRequest("zebra"))] == ["good", "unreadable"]


def test_an_article_that_cannot_be_read_is_no_alert(
    damaged: Damaged, caplog: pytest.LogCaptureFixture
) -> None:
    hits = hits_for_ids(damaged, SearchRequest("zebra"), ["good", "unreadable", "gone"])
    assert [hit.id for hit in hits] == ["good"]
    assert "'unreadable'" in caplog.text
    assert "'gone'" not in caplog.text


def test_hits_for_ids_are_those_that_match_newest_first(engine: Engine) -> None:
    ids = [one.id for one in ARTICLES]
    request = SearchRequest("putin", sort=Sort.NEWEST, limit=100)
    expected = [replace(hit, score=0.0) for hit in search(engine, request).hits]
    assert list(hits_for_ids(engine, request, reversed(ids))) == expected


CHANGED = "the index has changed since the first page; ranks may have moved"


@pytest.mark.parametrize(
    ("sort", "changes", "messages"),
    [
        (Sort.RELEVANCE, True, [CHANGED]),
        (Sort.RELEVANCE, False, []),
        (Sort.NEWEST, True, []),
    ],
)
def test_a_changed_index_is_noted_on_later_pages(
    sort: Sort, changes: bool, messages: list[str]
) -> None:
    engine = open_engine("memory:")
    fill(engine, ARTICLES)
    request = SearchRequest("putin", limit=1, sort=sort)
    first = search(engine, request)
    assert first.warnings == ()
    if changes:
        fill(engine, [article("more", "", "lion")])
    second = search(engine, replace(request, cursor=first.next))
    assert [warning.message for warning in second.warnings] == messages
    third = search(engine, replace(request, cursor=second.next))
    assert [warning.message for warning in third.warnings] == messages
    assert search(engine, request).warnings == ()
    walked = iter_results(engine, request)
    next(walked)
    fill(engine, [article("more still", "", "lion")])
    noted = [warning.message for warning in next(walked).warnings]
    assert noted == ([CHANGED] if sort is Sort.RELEVANCE else [])


def test_a_cursor_belongs_to_one_query_and_order(engine: Engine) -> None:
    cursor = search(engine, SearchRequest("putin", limit=1)).next
    for other in (
        SearchRequest("peace"),
        SearchRequest("putin", sort=Sort.NEWEST),
        SearchRequest("putin", outlets=("x",)),
    ):
        with pytest.raises(InvalidCursor):
            search(engine, replace(other, cursor=cursor))


def test_the_previous_page_is_found_if_asked_for(engine: Engine) -> None:
    request = SearchRequest("*", limit=2, both_ways=True)
    pages = [search(engine, request)]
    for _ in range(2):
        pages.append(search(engine, replace(request, cursor=pages[-1].next)))
    assert [page.previous is None for page in pages] == [True, True, False]
    assert search(engine, replace(request, cursor=pages[2].previous)).hits == pages[1].hits
    one_way = SearchRequest("*", limit=2, cursor=pages[1].next)
    assert search(engine, one_way).previous is None


def test_a_request_by_default(engine: Engine) -> None:
    results = search(engine, SearchRequest("*"))
    assert (len(results.hits), results.facets, results.previous) == (10, None, None)
    assert results.hits == search(engine, SearchRequest("*", sort=Sort.RELEVANCE)).hits


INTERPRETED = [  # a request, as interpreted
    (SearchRequest("Noon putin"), "noon AND putin"),
    (SearchRequest("Noon putin", literal=True), '"noon putin"'),
    (SearchRequest("Noon putin", any_word=True), "noon OR putin"),
    (SearchRequest("noon", outlets=("BBC", "x y")), 'noon AND (outlet:BBC OR outlet:"x y")'),
    (SearchRequest("", languages=("de",)), "lang:de"),
    (SearchRequest("?!", languages=("de",)), ""),  # words without a letter match nothing
    (SearchRequest(" ", languages=("de\ud800",)), 'lang:"de\ufffd"'),
    (SearchRequest("noon", first=date(2024, 1, 2)), "noon AND date:2024-01-02.."),
    (SearchRequest("noon", last=date(2024, 1, 2)), "noon AND date:..2024-01-02"),
    (
        SearchRequest("noon", periods=("2024", "today"), today=date(2025, 3, 4)),
        "noon AND (date:2024-01-01..2024-12-31 OR date:2025-03-04)",
    ),
    (SearchRequest("date:yesterday", today=date(2025, 3, 4)), "date:2025-03-03"),
    (SearchRequest("noon OR putin", outlets=("BBC",)), "(noon OR putin) AND outlet:BBC"),
]


@pytest.mark.parametrize(("request_made", "expected"), INTERPRETED)
def test_a_request_as_interpreted(request_made: SearchRequest, expected: str) -> None:
    assert interpreted_query(request_made) == expected


def test_an_article_is_matched_without_the_index(engine: Engine) -> None:
    request = SearchRequest("zebra")
    assert match_article(engine, request, Document(article("a", "", "Zebras."))) is not None
    assert match_article(engine, request, Document(article("a", "", "Lions."))) is None


def test_facets_are_counted_once_for_equal_filters() -> None:
    @dataclass
    class CountingFacets(MemoryEngine):
        calls: int = 0

        def facets(self, plan: Plan):  # type: ignore[no-untyped-def]  # as inherited
            self.calls += 1
            return super().facets(plan)

    engine = CountingFacets()
    fill(engine, ARTICLES)
    list(iter_hits(engine, SearchRequest("putin", facets=True)))
    assert engine.calls == 0
    for request, calls in (
        (SearchRequest("putin"), 0),
        (SearchRequest("putin", outlets=("x",)), 1),
        (SearchRequest("putin", outlets=("x",), periods=("2024",)), 2),
    ):
        facets = search(engine, replace(request, facets=True)).facets or {}
        engine.calls = 0
        facet_options(engine, replace(request, facets=True), facets)
        assert engine.calls == calls
