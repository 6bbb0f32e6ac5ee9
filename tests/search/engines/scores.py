"""A small corpus, and the scores that every engine must give its articles."""

from __future__ import annotations

from datetime import date

from onrecord.search.engines.base import Engine
from onrecord.search.plan.plan_nodes import (
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    MatchType,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort
from tests.corpus import article

CORPUS = (
    article("a", "Troops", "troops left troops", date=date(2024, 3, 15), outlet="One"),
    article("b", "", "troop left", date=date(2024, 3, 1), outlet="One"),
    article("c", "Left", "they stayed and stayed on", date=date(2023, 12, 31), language="de"),
    article("d", "None", "nothing", outlet="Two", language=None),
)


def term(text: str, field: str = "text", layer: Layer = Layer.EXACT) -> Span:
    return Span(field, ((TermSet((text,), layer, text, MatchType.FOLDED),),))


LEFT, TROOPS, TROOP = term("left"), term("troops"), term("troop", layer=Layer.STEM)
SCORES: tuple[tuple[Plan, dict[str, float]], ...] = (  # hits in order, with their scores
    (TROOPS, {"a": 1.6142}),
    (LEFT, {"b": 0.78019, "a": 0.66829}),
    (TROOP, {"a": 0.92932, "b": 0.78019}),
    (term("left", "title"), {"c": 1.1654}),
    (term("zebra"), {}),
    (AllOf((TROOPS, LEFT)), {"a": 2.2825}),
    (AnyOf((TROOPS, LEFT)), {"a": 2.2825, "b": 0.78019}),
    (AnyOf((LEFT, term("left", "title"))), {"c": 1.1654, "b": 0.78019, "a": 0.66829}),
    (AnyOf((TROOPS, term("troops", "title"), LEFT), dis_max=True), {"a": 2.5311, "b": 0.78019}),
    (BoostExact(TROOP, TROOPS), {"a": 1.2522, "b": 0.78019}),
    (AllOf((LEFT, Except(TROOPS))), {"b": 0.78019}),
    (AllOf((LEFT, TermsFilter("outlet", ("One",)), DateRange(20240302, None))), {"a": 0.66829}),
    (MatchAll(), {"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}),
)


def scores(engine: Engine, plan: Plan) -> dict[str, float]:
    """The scores by id, in the order of the hits."""
    page = engine.page(plan, Sort.RELEVANCE, None, 10)
    return {hit.document.article.id: hit.search_after.score for hit in page.documents}
