"""Orders of hits as a cluster is asked for them, and the rank of a hit."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.search.engines.opensearch.reading.sorting import Order, order_of, rank_in
from onrecord.search.plan.plan_nodes import MatchAll, Plan
from onrecord.search.results.sorting import SearchAfter, Sort
from tests.search.engines.scores import LEFT

CURSOR = SearchAfter(1.5, "79759683a", 7)
BY_SCORE, OLDEST = Order(Sort.NEWEST, by_score=True), Order(Sort.OLDEST, by_score=False)


@pytest.mark.parametrize(
    ("plan", "sort", "order"),
    [
        (LEFT, Sort.RELEVANCE, BY_SCORE),
        (MatchAll(), Sort.RELEVANCE, Order(Sort.NEWEST, by_score=False)),
        (LEFT, Sort.NEWEST, Order(Sort.NEWEST, by_score=False)),
        (LEFT, Sort.OLDEST, OLDEST),
    ],
)
def test_the_order_of_a_plan(plan: Plan, sort: Sort, order: Order) -> None:
    assert order_of(plan, sort) == order


@pytest.mark.parametrize(
    ("order", "backwards", "sort"),
    [
        (BY_SCORE, False, [{"_score": "desc"}, {"newest": "asc"}]),
        (BY_SCORE, True, [{"_score": "asc"}, {"newest": "desc"}]),
        (OLDEST, False, [{"oldest": "asc"}]),
        (OLDEST, True, [{"oldest": "desc"}]),
    ],
)
def test_a_query_in_order(order: Order, backwards: bool, sort: list[Any]) -> None:
    query = order.query({"match_all": {}}, backwards=backwards)
    assert query["sort"] == sort
    assert ("script_score" in query["query"]) is order.by_score


def test_a_search_continues_after_a_cursor() -> None:
    assert BY_SCORE.search_after(CURSOR) == [1.5, "79759683a"]
    assert OLDEST.search_after(CURSOR) == ["79759683a"]
    assert BY_SCORE.just_after(CURSOR) == [1.5, "79759683a\0"]
    assert OLDEST.just_after(CURSOR) == ["79759683a\0"]


def test_what_is_counted_for_a_rank() -> None:
    assert OLDEST.count_up_to(CURSOR) == {
        "level": {"filter": {"range": {"oldest": {"lte": "79759683a"}}}}
    }
    counted = BY_SCORE.count_up_to(CURSOR)
    assert set(counted) == {"above", "level"}
    assert counted["above"]["sum"]["script"]["params"] == {"score": 1.5}
    assert " > " in counted["above"]["sum"]["script"]["source"]
    assert " == " in counted["level"]["aggs"]["n"]["sum"]["script"]["source"]


@pytest.mark.parametrize(
    ("found", "rank"),
    [
        ({"level": {"doc_count": 3}}, 3),
        ({"above": {"value": 4.0}, "level": {"doc_count": 9, "n": {"value": 2.0}}}, 6),
    ],
)
def test_the_rank_in_an_answer(found: dict[str, Any], rank: int) -> None:
    assert rank_in({"aggregations": found}) == rank
