"""Pages can be turned back: each page of the way leads to the one it was reached from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from search.engine import Engine, Sort
from search.request import SearchRequest, search
from tests.corpus import article, fill
from tests.search.engines.test_contract import many, pages  # noqa: F401  # a fixture


@pytest.mark.parametrize("limit", [1, 7, 10, 45, 46])
@pytest.mark.parametrize("sort", Sort)
def test_back_from_every_page(many: Engine, sort: Sort, limit: int) -> None:  # noqa: F811
    request = SearchRequest("noon", limit=limit, sort=sort, both_ways=True)
    walked = list(pages(many, request))
    assert [page.skipped for page in walked] == list(range(0, 45, limit))
    assert walked[0].previous is None
    for before, page in pairwise(walked):
        back = search(many, replace(request, cursor=page.previous))
        assert (back.skipped, back.hits) == (before.skipped, before.hits)


def test_back_with_an_index_that_has_grown(empty_engine: Engine) -> None:
    fill(empty_engine, [article(f"b{n}", "Noon", "At noon.") for n in range(9)])
    request = SearchRequest("noon", limit=3, sort=Sort.OLDEST, both_ways=True)
    third = list(pages(empty_engine, request))[2]
    fill(empty_engine, [article("a", "Noon", "At noon."), article("c", "Noon", "At noon.")])
    back = search(empty_engine, replace(request, cursor=third.previous))
    assert [hit.id for hit in back.hits] == ["b3", "b4", "b5"]
    assert back.skipped == 4
