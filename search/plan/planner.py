"""Plans a query for one index: resolves each word to the terms that the index has for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from fnmatch import translate
from itertools import product
from typing import Protocol, assert_never

from onrecord.index.analysis.analyzer import stems, tokenize
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.index.text.dates import day_number
from onrecord.index.text.urls import url_prefix
from onrecord.search.errors import QueryTooBroad
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
    TermSet,
    TermsFilter,
)
from onrecord.search.query import ast
from onrecord.search.query.term_parser import is_pattern
from onrecord.search.timeout import check_timeout

MAX_EXPANSIONS = 1024  # terms of one pattern


class Vocabulary(Protocol):
    """What planning needs to know of an index; every engine is one."""

    def languages(self) -> frozenset[str | None]: ...
    def terms(self, prefix: str) -> Iterable[str]: ...
    def outlets(self) -> Iterable[str]: ...


def plan_query(query: ast.Query, vocabulary: Vocabulary) -> Plan:
    """The plan of a query; QueryTooBroad if a pattern matches too many terms."""
    match query:
        case ast.Term() | ast.Fuzzy() | ast.Phrase():
            return _plan_text(query, vocabulary)
        case ast.Near(left, right, gap):
            return _plan_near(left, right, gap, vocabulary)
        case ast.And(clauses):
            return AllOf(tuple(plan_query(clause, vocabulary) for clause in clauses))
        case ast.Or(clauses):
            return AnyOf(tuple(plan_query(clause, vocabulary) for clause in clauses))
        case ast.Should(clauses):
            return AnyOf(_distinct_plans(clauses, vocabulary), partial=True)
        case ast.Not(clause):
            return Except(plan_query(clause, vocabulary))
        case ast.Equals(field, value):
            return TermsFilter(field, _filter_values(field, value, vocabulary))
        case ast.Dates(first, last):
            return DateRange(_to_number(first), _to_number(last))
        case ast.Everything():
            return MatchAll()
        case ast.Nothing():
            return MATCH_NONE
        case _:
            assert_never(query)


def _distinct_plans(clauses: Iterable[ast.Query], vocabulary: Vocabulary) -> tuple[Plan, ...]:
    """A plan per clause; words with the same stems share one, or they would count twice."""
    plans: dict[object, Plan] = {}
    for clause in clauses:
        sets = term_sets(clause, vocabulary) if isinstance(clause, ast.Term) else ()
        key = tuple(terms.terms for terms in sets) or clause
        plans.setdefault(key, plan_query(clause, vocabulary))
    return tuple(plans.values())


def _to_number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def _plan_text(query: ast.TextQuery, vocabulary: Vocabulary) -> Plan:
    """A word or phrase in its fields; inflections match, and the form as written ranks higher."""
    sets = term_sets(query, vocabulary)
    base = _in_fields(query, sets)
    if all(terms.layer is ast.Layer.EXACT for terms in sets):
        return base
    return BoostExact(base, _in_fields(query, tuple(map(_as_written, sets))))


def _in_fields(query: ast.TextQuery, sets: tuple[TermSet, ...]) -> Plan:
    slop = query.slop if isinstance(query, ast.Phrase) else 0
    groups = tuple((terms,) for terms in sets) if slop else (sets,)
    spans = tuple(Span(field, groups, slop, query.raw_text) for field in _fields(query))
    return spans[0] if len(spans) == 1 else AnyOf(spans, dis_max=True)


def _fields(query: ast.TextQuery) -> tuple[str, ...]:
    return (query.field,) if query.field else DEFAULT_FIELDS


def _as_written(terms: TermSet) -> TermSet:
    if terms.layer is ast.Layer.EXACT:
        return terms
    return TermSet((terms.query_term,), ast.Layer.EXACT, terms.query_term, MatchType.FOLDED)


def term_sets(query: ast.TextQuery, vocabulary: Vocabulary) -> tuple[TermSet, ...]:
    """The terms that each word of a leaf matches."""
    check_timeout()
    match query:
        case ast.Term(word, layer):
            return (_term_set(word, layer, vocabulary),)
        case ast.Phrase(words, layer):
            return tuple(_term_set(word, layer, vocabulary) for word in words)
        case ast.Fuzzy(word, edits):
            return (
                TermSet(_similar(word, edits, vocabulary), ast.Layer.EXACT, word, MatchType.FUZZY),
            )
        case _:
            assert_never(query)


def _term_set(word: str, layer: ast.Layer, vocabulary: Vocabulary) -> TermSet:
    if is_pattern(word):
        return TermSet(_expand(word, vocabulary), ast.Layer.EXACT, "", MatchType.NEAR)
    if layer is ast.Layer.EXACT:
        return TermSet((word,), layer, word, MatchType.FOLDED)
    stemmed = tuple(sorted(stems(word, vocabulary.languages())))
    return TermSet(stemmed, layer, word, MatchType.STEMMED)


def _expand(pattern: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    terms = vocabulary.terms(prefix)
    is_prefix = pattern == f"{prefix}*"
    matches = None if is_prefix else re.compile(translate(pattern)).match
    return _limited(pattern, terms, matches)


def _similar(word: str, edits: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Terms within an edit distance; swapping two neighbors is one edit (OSA)."""
    from rapidfuzz.distance import OSA  # slow to import, rarely needed

    def is_similar(term: str) -> bool:
        return abs(len(term) - len(word)) <= edits and (
            OSA.distance(word, term, score_cutoff=edits) <= edits
        )

    return _limited(f"{word}~{edits}", vocabulary.terms(""), is_similar)


def _limited(
    pattern: str, terms: Iterable[str], matches: Callable[[str], object] | None
) -> tuple[str, ...]:
    found = sorted(set(filter(matches, terms) if matches else terms))
    if len(found) > MAX_EXPANSIONS:
        raise QueryTooBroad(
            f"{pattern} matches {len(found):,} different words; the maximum is "
            f"{MAX_EXPANSIONS:,}: write more letters of it"
        )
    return tuple(found)


def _plan_near(left: ast.Query, right: ast.Query, gap: int, vocabulary: Vocabulary) -> Plan:
    pairs = product(_alternatives(left), _alternatives(right))
    return AnyOf(tuple(span for a, b in pairs for span in _both_orders(a, b, gap, vocabulary)))


def _alternatives(operand: ast.Query) -> list[ast.TextQuery]:
    match operand:
        case ast.Term() | ast.Fuzzy() | ast.Phrase():
            return [operand]
        case ast.Or(clauses):
            return [word for clause in clauses for word in _alternatives(clause)]
        case _:
            raise TypeError(f"not an operand of NEAR: {operand}")


def _both_orders(
    left: ast.TextQuery, right: ast.TextQuery, gap: int, vocabulary: Vocabulary
) -> list[Plan]:
    a, b = term_sets(left, vocabulary), term_sets(right, vocabulary)
    fields = [field for field in _fields(left) if field in _fields(right)]
    return [Span(field, groups, gap) for field in fields for groups in ((a, b), (b, a))]


def _filter_values(field: str, value: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    match field:
        case "outlet":
            return _matching_outlets(value, sorted(vocabulary.outlets()))
        case "url":
            return (url_prefix(value),)
        case "lang":
            return (value.lower(),)
        case _:
            return (value,)


def _matching_outlets(value: str, names: list[str]) -> tuple[str, ...]:
    """The outlet with exactly this name, ignoring case; else all that the value may mean."""
    exact = [name for name in names if name.casefold() == value.casefold()]
    return tuple(exact or [name for name in names if matches_outlet(value, name)])


def matches_outlet(value: str, name: str) -> bool:
    """Whether a user who writes this value may mean the outlet of this name.

    The words of the value must be in the name; for a domain, which has no spaces, its letters.
    """
    if "*" in value:
        return re.compile(translate(value.casefold())).match(name.casefold()) is not None
    words, name_words = tokenize(value), tokenize(name)
    if not words:
        return False
    if "." in name and " " not in name:
        return "".join(words) in "".join(name_words)
    return any(name_words[at : at + len(words)] == words for at in range(len(name_words)))
