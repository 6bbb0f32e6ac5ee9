"""Compiles plans to OpenSearch queries. User input never reaches a query parser of OpenSearch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, assert_never

from onrecord.index import schema
from onrecord.search.engines.opensearch.mapping import key_of, layer_field
from onrecord.search.engines.stored_fields import KEYWORD_FIELDS
from onrecord.search.plan.plan_nodes import (
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

MAX_SCORED_TERMS = 16  # of one term set; more all score alike
MAX_PATTERN_CHARS = 8_000  # of one regular expression: Lucene limits its states
MAX_EXPANSIONS = 1_024  # terms that one regular expression may match
PROXIMITY_BOOST = 2.0  # of a match with gaps, on top of its words: the closer, the higher

EVERY: Json = {"bool": {"filter": [{"match_all": {}}]}}
NOTHING: Json = {"match_none": {}}


def compile_plan(plan: Plan) -> Json:
    """A query that matches exactly what the plan does."""
    match plan:
        case Span():
            return _span(plan)
        case BoostExact(base, bonus):
            more = _boosted(compile_plan(bonus), EXACT_WEIGHT)
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
            return _filter({"terms": {KEYWORD_FIELDS[field]: list(map(key_of, values))}})
        case DateRange(first, last):
            return _date_range(first, last)
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


def _date_range(first: int | None, last: int | None) -> Json:
    bounds = {"gte": first, "lte": last}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    return _filter({"range": {"day": known}} if known else {"exists": {"field": "day"}})


def _span(span: Span) -> Json:
    term_sets = [term_set for group in span.groups for term_set in group]
    if not all(term_set.terms for term_set in term_sets):
        return NOTHING
    if len(term_sets) == 1:
        query = _any_term(span.field, term_sets[0])
    elif _is_plain_phrase(span):
        query = _phrase(span.field, term_sets)
    else:
        query = _proximity(span, term_sets)
    boost = schema.BY_NAME[span.field].boost
    return query if boost == 1.0 else _boosted(query, boost)


def _any_term(field: str, term_set: TermSet) -> Json:
    """A word: its terms are scored one by one while they are few, else all alike."""
    name = layer_field(field, term_set.layer)
    if len(term_set.terms) > MAX_SCORED_TERMS:
        return {"constant_score": {"filter": {"terms": {name: list(term_set.terms)}}}}
    return _any([{"term": {name: {"value": term}}} for term in term_set.terms])


def _is_plain_phrase(span: Span) -> bool:
    term_sets = span.groups[0]
    layers = {term_set.layer for term_set in term_sets}
    return len(span.groups) == len(layers) == 1 and all(
        len(term_set.terms) == 1 for term_set in term_sets
    )


def _phrase(field: str, term_sets: list[TermSet]) -> Json:
    words = " ".join(term_set.terms[0] for term_set in term_sets)
    return {"match_phrase": {layer_field(field, term_sets[0].layer): {"query": words}}}


def _proximity(span: Span, term_sets: list[TermSet]) -> Json:
    """Term sets with alternatives, gaps or of both layers: intervals, scored by their words."""
    groups = [
        _in_order([_interval(span.field, term_set) for term_set in group], 0)
        for group in span.groups
    ]
    near = {"intervals": {span.field: _in_order(groups, span.gap) | {"boost": PROXIMITY_BOOST}}}
    words = [
        _any_term(span.field, term_set)
        for term_set in term_sets
        if len(term_set.terms) <= MAX_SCORED_TERMS
    ]
    return {"bool": {"must": [near], **({"should": words} if words else {})}}


def _in_order(rules: list[Json], gap: int) -> Json:
    if len(rules) == 1:
        return rules[0]
    return {"all_of": {"mode": "ordered", "max_gaps": gap, "intervals": rules}}


def _interval(field: str, term_set: TermSet) -> Json:
    """The positions of a term set.

    Alternatives are one regular expression, since Lucene expands combinations of adjacent ones.
    """
    where = (
        {} if term_set.layer is Layer.EXACT else {"use_field": layer_field(field, term_set.layer)}
    )
    if len(term_set.terms) == 1:
        return {"match": {"query": term_set.terms[0], **where}}
    patterns = [
        {"regexp": {"pattern": pattern, "max_expansions": MAX_EXPANSIONS, **where}}
        for pattern in _patterns(term_set.terms)
    ]
    return patterns[0] if len(patterns) == 1 else {"any_of": {"intervals": patterns}}


def _patterns(terms: Iterable[str]) -> list[str]:
    """Regular expressions for the terms, each of limited length."""
    patterns: list[str] = []
    for term in map(_escaped, terms):
        if patterns and len(patterns[-1]) + len(term) < MAX_PATTERN_CHARS:
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


def _boosted(query: Json, weight: float) -> Json:
    return {"bool": {"must": [query], "boost": weight}}


def _filter(query: Json) -> Json:
    return {"bool": {"filter": [query]}}
