"""Which plans have scores, and the names of the ways to match."""

from __future__ import annotations

import pytest

from onrecord.search.plan.plan_nodes import (
    MATCH_NONE,
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    MatchType,
    Plan,
    Span,
    TermsFilter,
    is_scored,
)

WORD = Span("text", ())
OUTLET = TermsFilter("outlet", ("example",))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (WORD, True),
        (OUTLET, False),
        (DateRange(20240101, None), False),
        (MatchAll(), False),
        (MATCH_NONE, False),
        (AllOf((OUTLET, WORD)), True),
        (AllOf((OUTLET, MatchAll())), False),
        (AnyOf((OUTLET, WORD)), True),
        (AnyOf((OUTLET, OUTLET)), False),
        (BoostExact(WORD, OUTLET), True),
        (BoostExact(OUTLET, WORD), False),
        (Except(WORD), False),  # what a hit lacks ranks nothing
        (AllOf((OUTLET, Except(WORD))), False),
    ],
)
def test_only_words_are_scored(plan: Plan, expected: bool) -> None:
    assert is_scored(plan) is expected


def test_match_types_from_best_to_worst() -> None:
    labels = [match_type.label for match_type in sorted(MatchType)]
    assert labels == ["verbatim", "folded", "stemmed", "near", "fuzzy", "partial"]
