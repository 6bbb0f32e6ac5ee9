"""Simplifies plans that exceed the maximum clause count of a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.search.plan.plan_nodes import (
    AllOf,
    AnyOf,
    BoostExact,
    Except,
    MatchType,
    Plan,
    Span,
    TermSet,
)
from onrecord.search.query.ast import Layer

MAX_CLAUSES = 1_000  # of the 1,024 that a cluster allows by default
MAX_COUNTED_TERMS = 16  # of a term set; more are compiled to one clause


def limit_clauses(plan: Plan) -> Plan:
    """The plan; or if it is too large, one that matches the same but ranks less precisely."""
    return plan if _count_clauses(plan) <= MAX_CLAUSES else _simplify(plan)


def _count_clauses(plan: Plan) -> int:
    match plan:
        case Span():
            term_sets = [term_set for group in plan.groups for term_set in group]
            return sum(len(s.terms) if len(s.terms) <= MAX_COUNTED_TERMS else 1 for s in term_sets)
        case BoostExact(base, bonus):
            return _count_clauses(base) + _count_clauses(bonus)
        case AllOf(plans) | AnyOf(plans):
            return sum(map(_count_clauses, plans))
        case Except(inner):
            return _count_clauses(inner)
        case _:
            return 1


def _simplify(plan: Plan) -> Plan:
    """Drops what only ranks, and merges alternative words into one term set."""
    match plan:
        case BoostExact(base, _):
            return _simplify(base)
        case AllOf(plans):
            return AllOf(tuple(map(_simplify, plans)))
        case AnyOf():
            return AnyOf(tuple(_merge_words(_alternatives(plan))))
        case Except(inner):
            return Except(_simplify(inner))
        case _:
            return plan


def _alternatives(plan: Plan) -> Iterator[Plan]:
    simple = _simplify(plan) if not isinstance(plan, AnyOf) else plan
    if not isinstance(simple, AnyOf):
        yield simple
        return
    for inner in simple.plans:
        yield from _alternatives(inner)


def _merge_words(alternatives: Iterable[Plan]) -> Iterator[Plan]:
    words: dict[tuple[str, Layer], set[str]] = defaultdict(set)
    for alternative in alternatives:
        if (
            isinstance(alternative, Span)
            and len(alternative.groups) == len(alternative.groups[0]) == 1
        ):
            term_set = alternative.groups[0][0]
            words[alternative.field, term_set.layer] |= set(term_set.terms)
        else:
            yield alternative
    for (field, layer), terms in words.items():
        term_set = TermSet(tuple(sorted(terms)), layer, "", MatchType.PARTIAL)
        yield Span(field, ((term_set,),))
