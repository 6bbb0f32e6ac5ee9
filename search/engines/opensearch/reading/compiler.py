"""Plans to OpenSearch queries. Nothing the user wrote reaches a query parser of OpenSearch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, assert_never

from onrecord.index import schema
from onrecord.search.engines.opensearch.mapping import NAME_FIELDS, key_of, layer_field
from onrecord.search.plan.nodes import (
    EXACT_WEIGHT,
    TIE_BREAKER,
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.query.ast import Layer

Json = dict[str, Any]

MOST_SCORED = 16  # terms of one slot that are weighed one by one
LONGEST_PATTERN = 8_000  # letters of one regular expression: Lucene bounds the states of it
MOST_TERMS = 1_024  # that Lucene takes a regular expression to stand for
CLOSENESS = 2.0  # what a match with words in between scores besides its words, the closer the more

EVERY: Json = {"bool": {"filter": [{"match_all": {}}]}}
NOTHING: Json = {"match_none": {}}


def compile_plan(plan: Plan) -> Json:
    """A query that matches exactly what the plan does."""
    match plan:
        case Span():
            return _span(plan)
        case BoostExact(base, bonus):
            more = _weighed(compile_plan(bonus), EXACT_WEIGHT)
            return {"bool": {"must": [compile_plan(base)], "should": [more]}}
        case AllOf(plans):
            return _all_of(plans)
        case AnyOf(plans, dis_max=True):
            fields = [compile_plan(inner) for inner in plans]
            return {"dis_max": {"queries": fields, "tie_breaker": TIE_BREAKER}}
        case AnyOf(plans):
            return _any([compile_plan(inner) for inner in plans])
        case Except():
            return _all_of([plan])
        case TermsFilter(field, values):
            return _filter({"terms": {NAME_FIELDS[field]: list(map(key_of, values))}})
        case DateRange(first, last):
            return _between(first, last)
        case MatchAll():
            return EVERY
        case _:
            assert_never(plan)


def _all_of(plans: Iterable[Plan]) -> Json:
    clauses: Json = {"must": [], "must_not": [], "filter": []}
    for plan in plans:
        if isinstance(plan, Except):
            clauses["must_not"].append(compile_plan(plan.plan))
        else:
            clauses["must"].append(compile_plan(plan))
    if not clauses["must"]:
        clauses["filter"].append({"match_all": {}})
    return {"bool": {name: queries for name, queries in clauses.items() if queries}}


def _between(first: int | None, last: int | None) -> Json:
    bounds = {"gte": first, "lte": last}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    return _filter({"range": {"day": known}} if known else {"exists": {"field": "day"}})


def _span(span: Span) -> Json:
    slots = [slot for group in span.groups for slot in group]
    if not all(slot.terms for slot in slots):
        return NOTHING
    if len(slots) == 1:
        query = _any_term(span.field, slots[0])
    elif _is_plain_phrase(span):
        query = _phrase(span.field, slots)
    else:
        query = _spread(span, slots)
    boost = schema.BY_NAME[span.field].boost
    return query if boost == 1.0 else _weighed(query, boost)


def _any_term(field: str, slot: TermSet) -> Json:
    """A word: its forms weighed each for itself while they are few, else all alike."""
    name = layer_field(field, slot.layer)
    if len(slot.terms) > MOST_SCORED:
        return {"constant_score": {"filter": {"terms": {name: list(slot.terms)}}}}
    return _any([{"term": {name: {"value": term}}} for term in slot.terms])


def _is_plain_phrase(span: Span) -> bool:
    slots = span.groups[0]
    layers = {slot.layer for slot in slots}
    return len(span.groups) == len(layers) == 1 and all(len(slot.terms) == 1 for slot in slots)


def _phrase(field: str, slots: list[TermSet]) -> Json:
    words = " ".join(slot.terms[0] for slot in slots)
    return {"match_phrase": {layer_field(field, slots[0].layer): {"query": words}}}


def _spread(span: Span, slots: list[TermSet]) -> Json:
    """Slots with alternatives, of both layers, or apart: found by intervals, scored by words."""
    groups = [
        _in_order([_interval(span.field, slot) for slot in group], 0) for group in span.groups
    ]
    near = {"intervals": {span.field: _in_order(groups, span.gap) | {"boost": CLOSENESS}}}
    words = [_any_term(span.field, slot) for slot in slots if len(slot.terms) <= MOST_SCORED]
    return {"bool": {"must": [near], **({"should": words} if words else {})}}


def _in_order(rules: list[Json], gap: int) -> Json:
    if len(rules) == 1:
        return rules[0]
    return {"all_of": {"mode": "ordered", "max_gaps": gap, "intervals": rules}}


def _interval(field: str, slot: TermSet) -> Json:
    """Where one of a slot's terms stands.

    Several are one regular expression, for Lucene spells alternatives of adjacent terms out.
    """
    where = {} if slot.layer is Layer.EXACT else {"use_field": layer_field(field, slot.layer)}
    if len(slot.terms) == 1:
        return {"match": {"query": slot.terms[0], **where}}
    patterns = [
        {"regexp": {"pattern": pattern, "max_expansions": MOST_TERMS, **where}}
        for pattern in _patterns(slot.terms)
    ]
    return patterns[0] if len(patterns) == 1 else {"any_of": {"intervals": patterns}}


def _patterns(terms: Iterable[str]) -> list[str]:
    """Regular expressions for the terms, each of bounded length."""
    patterns: list[str] = []
    for term in map(_escaped, terms):
        if patterns and len(patterns[-1]) + len(term) < LONGEST_PATTERN:
            patterns[-1] += f"|{term}"
        else:
            patterns.append(term)
    return patterns


def _escaped(term: str) -> str:
    return re.sub(r"[^\w']", r"\\\g<0>", term)


def _any(queries: list[Json]) -> Json:
    if not queries:
        return NOTHING
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries}}


def _weighed(query: Json, weight: float) -> Json:
    return {"bool": {"must": [query], "boost": weight}}


def _filter(query: Json) -> Json:
    return {"bool": {"filter": [query]}}
