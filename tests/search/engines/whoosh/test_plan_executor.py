"""Plans run over whoosh segments: terms of many articles, rare and common ones together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.engines.whoosh.plan_executor import frequencies
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.plan.plan_nodes import (
    AllOf,
    AnyOf,
    DateRange,
    Except,
    MatchType,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.plan.planner import plan_query
from onrecord.search.query.ast import Layer
from onrecord.search.query.parser import parse_query
from onrecord.search.results.sorting import Sort
from tests.corpus import article, fill
from tests.search.engines.test_contract import DAYS

# Every article has "common"; by number, "n<i>"; every hundredth "rare", at the end.
MANY = [
    article(
        f"{n:04d}",
        "",
        f"common n{n}" + (" and rare" if n % 100 == 0 else ""),
        date=DAYS[n % len(DAYS)],
        outlet="Even" if n % 2 == 0 else None,
    )
    for n in range(1, 701)
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """MANY in two segments, with seven articles deleted from each."""
    engine = WhooshEngine.open(str(tmp_path_factory.mktemp("many")))
    gone = [article(f"gone{n}", "", "common gone rare", outlet="Gone") for n in range(14)]
    fill(engine, [*MANY[:350], *gone[:7]])
    fill(engine, [*MANY[350:], *gone[7:]])
    writer = engine.writer()
    for one in gone:
        writer.remove(one.source)
    writer.commit()
    writer.close()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("common", 700),
        ("rare", 7),
        ("gone", 0),
        ("-rare", 693),
        ("n1 OR n2 OR n699 OR gone", 3),
        ('"common n257"', 1),
        ('"common n*00 and"', 7),
        ('"common rare"~2', 7),
        ('"common rare"~1', 0),
        ("common -rare", 693),
        ("date:2024-03-02", 233),
        ("date:..1999-12-31", 117),
        ("outlet:Even rare", 7),
        ("outlet:Even", 350),
    ],
)
def test_totals(many: Engine, text: str, total: int) -> None:
    plan = plan_query(parse_query(text).query, many)
    assert many.page(plan, Sort.RELEVANCE, None, 10).total == total


def term(text: str) -> Span:
    return Span("text", ((TermSet((text,), Layer.EXACT, text, MatchType.FOLDED),),))


@pytest.mark.parametrize(
    ("plan", "total"),
    [
        (AllOf(()), 700),
        (AnyOf(()), 0),
        (DateRange(None, None), 467),  # dated at all
        (DateRange(19991231, 19991231), 117),
        (DateRange(20240302, None), 233),
        (DateRange(None, 20240301), 234),
        (TermsFilter("outlet", ("Even", "Gone")), 350),
        (TermsFilter("outlet", ()), 0),
        (Except(term("rare")), 693),
        (AllOf((term("rare"), Except(term("n100")))), 6),
    ],
)
def test_plans(many: Engine, plan: Plan, total: int) -> None:
    page = many.page(plan, Sort.NEWEST, None, 1000)
    assert page.total == len(page.documents) == total


def test_terms_and_outlets_are_those_of_articles(many: Engine) -> None:
    assert list(many.outlets()) == ["Even"]
    assert sorted(many.terms("n69")) == sorted(["n69", *(f"n69{n}" for n in range(10))])
    assert many.doc_freq(["rare", "zebra"]) == {"rare": 21, "zebra": 0}  # with deleted ones


WARS = [
    article("a", "", "war wars peace war"),
    article("b", "", "wars peace"),
    article("c", "", "x"),
]


def term_set(*texts: str, layer: Layer = Layer.EXACT) -> TermSet:
    return TermSet(texts, layer, texts[0], MatchType.FOLDED)


@pytest.mark.parametrize(
    ("groups", "counts"),
    [
        (((term_set("war"),),), {0: 2}),
        (((term_set("wars"),),), {0: 1, 1: 1}),
        (((term_set("war", layer=Layer.STEM),),), {0: 3, 1: 1}),
        (((term_set("war", "wars"),),), {0: 3, 1: 1}),
        (((term_set("war", "wars", "peace"),),), {0: 4, 1: 2}),
        (((term_set("zebra"),),), {}),
        (((term_set("war", layer=Layer.STEM), term_set("peace")),), {0: 1, 1: 1}),
        (((term_set("peace"), term_set("war", "zebra")),), {0: 1}),
        (((term_set("war"), term_set("zebra")),), {}),
    ],
)
def test_how_often_a_span_matches(
    tmp_path: Path, groups: tuple[tuple[TermSet, ...], ...], counts: dict[int, int]
) -> None:
    fill(WhooshEngine.open(str(tmp_path)), WARS)
    segments = Segments.open(tmp_path)
    assert frequencies(Span("text", groups), segments.parts[0]) == counts
    segments.close()
