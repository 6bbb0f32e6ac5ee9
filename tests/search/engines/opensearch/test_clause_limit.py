"""Plans of too many clauses are simplified; they match the same."""

from __future__ import annotations

import pytest

from onrecord.search.engines.opensearch.reading.clause_limit import (
    MAX_CLAUSES,
    MAX_COUNTED_TERMS,
    limit_clauses,
)
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
)
from onrecord.search.query.ast import Layer


def terms(*words: str, layer: Layer = Layer.EXACT) -> TermSet:
    return TermSet(words, layer, words[0], MatchType.FOLDED)


def word(*words: str, layer: Layer = Layer.EXACT, field: str = "text") -> Span:
    return Span(field, ((terms(*words, layer=layer),),))


def merged(*words: str, layer: Layer = Layer.EXACT, field: str = "text") -> Span:
    return Span(field, ((TermSet(words, layer, "", MatchType.PARTIAL),),))


def filler(clauses: int) -> Plan:
    return AllOf(tuple(word(f"w{number}") for number in range(clauses)))


@pytest.mark.parametrize(
    ("plan", "clauses"),
    [
        (word("a"), 1),
        (word(*"abc"), 3),
        (word(*map(str, range(MAX_COUNTED_TERMS))), MAX_COUNTED_TERMS),
        (word(*map(str, range(MAX_COUNTED_TERMS + 1))), 1),
        (Span("text", ((terms("a"), terms("b")), (terms("c", "d"),))), 4),
        (BoostExact(word("a"), word("b", "c")), 3),
        (AnyOf((word("a"), word("b"))), 2),
        (Except(word("a", "b")), 2),
        (DateRange(None, None), 1),
        (MatchAll(), 1),
    ],
)
def test_a_plan_is_kept_up_to_the_limit(plan: Plan, clauses: int) -> None:
    boosted = BoostExact(plan, word("dropped"))  # counts one more
    assert MAX_CLAUSES == 1_000  # a cluster allows 1,024
    kept = AllOf((boosted, filler(MAX_CLAUSES - clauses - 1)))
    assert limit_clauses(kept) == kept
    over = AllOf((boosted, filler(MAX_CLAUSES - clauses)))
    assert limit_clauses(over) != over


PHRASE = Span("text", ((terms("a"), terms("b")),))
FAR = Span("text", ((terms("a"),), (terms("b"),)), gap=3)


@pytest.mark.parametrize(
    ("plan", "simple"),
    [
        (BoostExact(word("a"), word("b")), word("a")),
        (Except(BoostExact(word("a"), word("b"))), Except(word("a"))),
        (AnyOf((word("b"), word("a"), word("a", "c"))), AnyOf((merged("a", "b", "c"),))),
        (
            AnyOf((word("a"), word("b", field="title"), word("c", layer=Layer.STEM), PHRASE, FAR)),
            AnyOf(
                (
                    PHRASE,
                    FAR,
                    merged("a"),
                    merged("b", field="title"),
                    merged("c", layer=Layer.STEM),
                )
            ),
        ),
        (AnyOf((AnyOf((word("a"), PHRASE)), word("b"))), AnyOf((PHRASE, merged("a", "b")))),
        (
            AnyOf((BoostExact(AnyOf((word("a"),)), word("x")), AllOf((word("b"), word("c"))))),
            AnyOf((AllOf((word("b"), word("c"))), merged("a"))),
        ),
        (DateRange(1, 2), DateRange(1, 2)),
    ],
)
def test_how_a_plan_is_simplified(plan: Plan, simple: Plan) -> None:
    large = filler(MAX_CLAUSES)
    assert limit_clauses(AllOf((plan, large))) == AllOf((simple, large))
