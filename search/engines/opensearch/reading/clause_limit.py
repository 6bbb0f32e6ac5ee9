"""Plans of very many words, made to fit into the clauses that a cluster lets one search have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onrecord.search.plan.nodes import (
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

MOST_CLAUSES = 1_000  # of the 1,024 that a cluster allows by default
MOST_COUNTED = 16  # terms of a slot; more are one clause


def fitting(plan: Plan) -> Plan:
    """The plan, or if it is too large one that matches the same and ranks less finely."""
    return plan if _clauses(plan) <= MOST_CLAUSES else _lean(plan)


def _clauses(plan: Plan) -> int:
    match plan:
        case Span():
            slots = [slot for group in plan.groups for slot in group]
            return sum(len(s.terms) if len(s.terms) <= MOST_COUNTED else 1 for s in slots)
        case BoostExact(base, bonus):
            return _clauses(base) + _clauses(bonus)
        case AllOf(plans) | AnyOf(plans):
            return sum(map(_clauses, plans))
        case Except(inner):
            return _clauses(inner)
        case _:
            return 1


def _lean(plan: Plan) -> Plan:
    """Without what only ranks; words of which any may match are put together."""
    match plan:
        case BoostExact(base, _):
            return _lean(base)
        case AllOf(plans):
            return AllOf(tuple(map(_lean, plans)))
        case AnyOf():
            return AnyOf(tuple(_together(_choices(plan))))
        case Except(inner):
            return Except(_lean(inner))
        case _:
            return plan


def _choices(plan: Plan) -> Iterator[Plan]:
    lean = _lean(plan) if not isinstance(plan, AnyOf) else plan
    if not isinstance(lean, AnyOf):
        yield lean
        return
    for inner in lean.plans:
        yield from _choices(inner)


def _together(choices: Iterable[Plan]) -> Iterator[Plan]:
    words: dict[tuple[str, Layer], set[str]] = defaultdict(set)
    for choice in choices:
        if isinstance(choice, Span) and len(choice.groups) == len(choice.groups[0]) == 1:
            slot = choice.groups[0][0]
            words[choice.field, slot.layer] |= set(slot.terms)
        else:
            yield choice
    for (field, layer), terms in words.items():
        slot = TermSet(tuple(sorted(terms)), layer, "", MatchType.PARTIAL)
        yield Span(field, ((slot,),))
