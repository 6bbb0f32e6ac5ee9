"""Evaluates a plan against one article: the reference that engines are tested against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.article import Article
from onrecord.index.text.dates import day_number
from onrecord.index.text.urls import url_prefixes
from onrecord.search.plan.document import Document
from onrecord.search.plan.phrase_matching import Occurrence, occurrences
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
from onrecord.search.timeout import check_timeout


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a field (code points) that matched a span of the plan."""

    field: str
    start: int
    end: int
    span: Span
    match_type: MatchType


@dataclass(frozen=True, slots=True)
class Match:
    """How well an article matches, and every range that took part."""

    match_type: MatchType
    marks: tuple[Mark, ...] = ()


def evaluate(plan: Plan, document: Document) -> Match | None:
    """The match of an article with a plan, or None."""
    match plan:
        case Span():
            return _match_span(plan, document)
        case BoostExact(base, _):
            return evaluate(base, document)
        case AllOf(plans):
            return _match_all(plans, document)
        case AnyOf(plans, partial):
            return _match_any(plans, document, partial)
        case Except(inner):
            return _filter_match(evaluate(inner, document) is None)
        case TermsFilter(field, values):
            return _filter_match(not set(values).isdisjoint(field_values(document.article, field)))
        case DateRange(first, last):
            return _filter_match(_is_between(document.article, first, last))
        case MatchAll():
            return Match(MatchType.VERBATIM)
        case _:
            assert_never(plan)


def field_values(article: Article, field: str) -> Sequence[str]:
    """The values of an article in a filter field."""
    if field == "url":
        return url_prefixes(article.url)
    value = {"outlet": article.outlet, "lang": article.language, "id": article.id}[field]
    return () if value is None else (value,)


def find_occurrences(span: Span, document: Document) -> list[Occurrence]:
    """The occurrences of a span in an article, by token position."""
    check_timeout()
    analysis = document.field(span.field)
    groups = []
    for group in span.groups:
        positions = [
            analysis.positions(terms.terms, stemmed=terms.layer is Layer.STEM) for terms in group
        ]
        if not all(positions):
            return []
        groups.append(positions)
    return occurrences(groups, span.gap)


def _match_span(span: Span, document: Document) -> Match | None:
    check_timeout()
    marks = fast_marks(span, document)
    if marks is None:
        marks = positional_marks(span, document)
    return Match(min(mark.match_type for mark in marks), tuple(marks)) if marks else None


def positional_marks(span: Span, document: Document) -> list[Mark]:
    """The marks of any span in any text."""
    analysis = document.field(span.field)
    return [
        Mark(span.field, *analysis.span(*run), span, match_type)
        for occurrence in find_occurrences(span, document)
        for match_type in [_match_type(span, occurrence, analysis)]
        for run in (occurrence.runs if occurrence.gap else [(occurrence.first, occurrence.last)])
    ]


def fast_marks(span: Span, document: Document) -> list[Mark] | None:
    """The same for words and exact phrases in plain text, without tokens; else None."""
    analysis = document.field(span.field)
    if len(span.groups) > 1:
        return None
    if len(span.groups[0]) == 1:
        return _word_marks(span, span.groups[0][0], analysis)
    return _phrase_marks(span, span.groups[0], analysis)


def _word_marks(span: Span, terms: TermSet, analysis: Analysis) -> list[Mark] | None:
    found = analysis.word_spans(terms.terms, stemmed=terms.layer is Layer.STEM)
    if found is None:
        return None
    return [
        _mark(span, start, end, _term_match_type(terms, word), analysis)
        for word, start, end in found
    ]


def _phrase_marks(span: Span, group: Sequence[TermSet], analysis: Analysis) -> list[Mark] | None:
    if any(terms.layer is Layer.STEM or len(terms.terms) != 1 for terms in group):
        return None
    words = tuple(terms.terms[0] for terms in group)
    found = analysis.phrase_spans(words)
    if found is None:
        return None
    worst = max(map(_term_match_type, group, words))
    return [_mark(span, start, end, worst, analysis) for start, end in found]


def _mark(span: Span, start: int, end: int, match_type: MatchType, analysis: Analysis) -> Mark:
    match_type = _verbatim_if_equal(span, match_type, analysis.text[start:end])
    return Mark(span.field, start, end, span, match_type)


def _match_all(plans: Sequence[Plan], document: Document) -> Match | None:
    matches = []
    for plan in plans:
        match = evaluate(plan, document)
        if match is None:
            return None
        matches.append(match)
    worst = max((match.match_type for match in matches), default=MatchType.VERBATIM)
    return Match(worst, tuple(mark for match in matches for mark in match.marks))


def _match_any(plans: Sequence[Plan], document: Document, partial: bool) -> Match | None:
    matches = [match for plan in plans if (match := evaluate(plan, document))]
    if not matches:
        return None
    types = [match.match_type for match in matches]
    match_type = min(types)
    if partial:
        match_type = max(types) if len(matches) == len(plans) else MatchType.PARTIAL
    return Match(match_type, tuple(mark for match in matches for mark in match.marks))


def _filter_match(matches: bool) -> Match | None:
    return Match(MatchType.VERBATIM) if matches else None


def _is_between(article: Article, first: int | None, last: int | None) -> bool:
    if article.date is None:
        return False
    day = day_number(article.date)
    return (first is None or first <= day) and (last is None or day <= last)


def _match_type(span: Span, occurrence: Occurrence, analysis: Analysis) -> MatchType:
    """The worst of an occurrence's terms and gaps."""
    term_sets = [terms for group in span.groups for terms in group]
    at = [position for first, last in occurrence.runs for position in range(first, last + 1)]
    pairs = zip(term_sets, at, strict=True)
    worst = max(_term_match_type(terms, analysis.tokens[position]) for terms, position in pairs)
    if occurrence.gap or (len(span.groups) > 1 and span.raw_text is None):
        worst = max(worst, MatchType.NEAR)
    if worst is not MatchType.FOLDED:
        return worst
    found = analysis.text[slice(*analysis.span(occurrence.first, occurrence.last))]
    return _verbatim_if_equal(span, worst, found)


def _term_match_type(terms: TermSet, word: str) -> MatchType:
    return MatchType.FOLDED if word == terms.query_term else terms.fallback_type


def _verbatim_if_equal(span: Span, match_type: MatchType, found: str) -> MatchType:
    """VERBATIM for a folded match with the very characters that the user typed."""
    if match_type is not MatchType.FOLDED or span.raw_text is None:
        return match_type
    same = found == span.raw_text or found.split() == span.raw_text.split()
    return MatchType.VERBATIM if same else match_type
