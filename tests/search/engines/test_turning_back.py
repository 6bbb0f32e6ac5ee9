"""Pages can be turned back: each page of the way leads to the one it was reached from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from tests.corpus import article, fill
from tests.search.engines.test_contract import many, pages  # noqa: F401  # a fixture


@pytest.mark.parametrize("limit", [1, 7, 10, 45, 46])
@pytest.mark.parametrize("sort", Sort)
def test_back_from_every_page(many: Engine, sort: Sort, limit: int) -> None:  # noqa: F811
    request = SearchRequest("noon", limit=limit, sort=sort, both_ways=True)
    walked = list(pages(many, request))
    assert [page.offset for page in walked] == list(range(0, 45, limit))
    assert walked[0].previous is None
    for before, page in pairwise(walked):
        back = search(many, replace(request, cursor=page.previous))
        assert (back.offset, back.hits) == (before.offset, before.hits)


def test_back_with_an_index_that_has_grown(empty_engine: Engine) -> None:
    fill(empty_engine, [article(f"b{n}", "Noon", "At noon.") for n in range(9)])
    request = SearchRequest("noon", limit=3, sort=Sort.OLDEST, both_ways=True)
    third = list(pages(empty_engine, request))[2]
    fill(empty_engine, [article("a", "Noon", "At noon."), article("c", "Noon", "At noon.")])
    back = search(empty_engine, replace(request, cursor=third.previous))
    assert [hit.id for hit in back.hits] == ["b3", "b4", "b5"]
    assert back.offset == 4


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])  # scores change with the index
def test_on_with_an_index_that_has_changed(empty_engine: Engine, sort: Sort) -> None:
    fill(empty_engine, [article(f"b{n}", "Noon", "At noon.") for n in range(9)])
    request = SearchRequest("noon", limit=4, sort=sort)
    first = search(empty_engine, request)
    fill(empty_engine, [article(f"a{n}", "Noon", "At noon.") for n in range(3)])
    grown = search(empty_engine, replace(request, cursor=first.next))
    assert ([hit.id for hit in grown.hits], grown.offset) == (["b4", "b5", "b6", "b7"], 7)
    writer = empty_engine.writer()
    for source in ("a0.txt", "a1.txt", "a2.txt", "b0.txt", "b1.txt", "b2.txt"):
        writer.remove(source)
    writer.commit()
    writer.close()
    shrunk = list(pages(empty_engine, replace(request, limit=2, cursor=first.next)))
    assert [hit.id for page in shrunk for hit in page.hits] == [f"b{n}" for n in range(4, 9)]
    assert [page.offset for page in shrunk] == [1, 3, 5]
