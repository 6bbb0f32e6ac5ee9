"""Reading every hit of an engine, page by page."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import iter_documents, iter_pages
from onrecord.search.engines.memory import MemoryEngine
from onrecord.search.errors import SearchTimeout
from onrecord.search.plan.plan_nodes import MATCH_NONE, MatchAll
from onrecord.search.results.sorting import Sort
from onrecord.search.timeout import time_limit
from tests.corpus import article, fill

ENGINE = MemoryEngine()
fill(ENGINE, [article(f"{n:02d}", "", "text") for n in range(12)])


@pytest.mark.parametrize(
    ("limit", "max_limit", "sizes"),
    [
        (5, 0, [5, 5, 2]),  # not doubled
        (2, 5, [2, 4, 5, 1]),
        (4, 3, [4, 4, 4]),  # never less than the first page
        (1, 100, [1, 2, 4, 5]),
        (12, 0, [12]),
        (11, 0, [11, 1]),
        (100, 0, [12]),
    ],
)
def test_pages_double_up_to_a_limit(limit: int, max_limit: int, sizes: list[int]) -> None:
    pages = list(iter_pages(ENGINE, MatchAll(), Sort.NEWEST, limit, max_limit=max_limit))
    assert [len(page.documents) for page in pages] == sizes
    ranks = [hit.search_after.rank for page in pages for hit in page.documents]
    assert ranks == list(range(1, 13))
    documents = iter_documents(ENGINE, MatchAll(), Sort.NEWEST, limit, max_limit=max_limit)
    assert [document.article.id for document in documents] == [f"{n:02d}" for n in range(12)]


def test_pages_continue_after_a_cursor() -> None:
    after = ENGINE.page(MatchAll(), Sort.NEWEST, None, 10).documents[-1].search_after
    (page,) = iter_pages(ENGINE, MatchAll(), Sort.NEWEST, 5, after=after)
    assert [hit.document.article.id for hit in page.documents] == ["10", "11"]


def test_no_hits_are_one_empty_page() -> None:
    (page,) = iter_pages(ENGINE, MATCH_NONE, Sort.NEWEST, 5)
    assert (page.total, page.documents, page.has_more) == (0, (), False)


def test_reading_on_ends_at_the_time_limit() -> None:
    with time_limit(0), pytest.raises(SearchTimeout):
        next(iter_documents(ENGINE, MatchAll(), Sort.NEWEST, 5))
