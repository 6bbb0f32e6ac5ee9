"""Whether and where an article matches a plan: the definition that engines are tested against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.article import Article
from onrecord.index.text.dates import day_number
from onrecord.index.text.urls import url_prefixes
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import (
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
from onrecord.search.plan.phrase_matching import Occurrence, occurrences
from onrecord.search.query.ast import Layer
from onrecord.search.timeout import check_timeout


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a field (code points) that took part in a match of a span of the plan."""

    field: str
    start: int
    end: int
    span: Span
    match_type: MatchType


@dataclass(frozen=True, slots=True)
class Match:
    """That an article matches, how well at best, and every stretch that took part."""

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
            return None if evaluate(inner, document) else Match(MatchType.VERBATIM)
        case TermsFilter(field, values):
            return _when(any(value in values for value in field_values(document.article, field)))
        case DateRange(first, last):
            return _when(_is_between(document.article, first, last))
        case MatchAll():
            return Match(MatchType.VERBATIM)
        case _:
            assert_never(plan)


def field_values(article: Article, field: str) -> Sequence[str]:
    """What a name or place field of an article holds."""
    if field == "url":
        return url_prefixes(article.url)
    value = {"outlet": article.outlet, "lang": article.language, "id": article.id}[field]
    return () if value is None else (value,)


def find_occurrences(span: Span, document: Document) -> list[Occurrence]:
    """Where a span stands in an article."""
    check_timeout()
    analysis = document.field(span.field)
    groups = []
    for group in span.groups:
        slots = [_positions(slot, analysis) for slot in group]
        if not all(slots):
            return []
        groups.append(slots)
    return occurrences(groups, span.gap)


def _positions(slot: TermSet, analysis: Analysis) -> list[int]:
    return analysis.positions(slot.terms, stemmed=slot.layer is Layer.STEM)


def _match_span(span: Span, document: Document) -> Match | None:
    check_timeout()
    marks = fast_marks(span, document)
    if marks is None:
        marks = positional_marks(span, document)
    return Match(min(mark.match_type for mark in marks), tuple(marks)) if marks else None


def positional_marks(span: Span, document: Document) -> list[Mark]:
    """Where a span stands, whatever it is and whatever the text."""
    analysis = document.field(span.field)
    return [
        Mark(span.field, *analysis.span(*run), span, manner)
        for occurrence in find_occurrences(span, document)
        for manner in [_manner_of(span, occurrence, analysis)]
        for run in (occurrence.runs if occurrence.gap else [(occurrence.first, occurrence.last)])
    ]


def fast_marks(span: Span, document: Document) -> list[Mark] | None:
    """The same for words and exact phrases in plain texts, much quicker; None for the rest."""
    analysis = document.field(span.field)
    if len(span.groups) > 1:
        return None
    if len(span.groups[0]) == 1:
        return _marks_of_word(span, span.groups[0][0], analysis)
    return _marks_of_phrase(span, span.groups[0], analysis)


def _marks_of_word(span: Span, slot: TermSet, analysis: Analysis) -> list[Mark] | None:
    found = analysis.word_spans(slot.terms, stemmed=slot.layer is Layer.STEM)
    if found is None:
        return None
    return [
        _mark(span, start, end, _manner_of_word(slot, word), analysis) for word, start, end in found
    ]


def _marks_of_phrase(span: Span, slots: Sequence[TermSet], analysis: Analysis) -> list[Mark] | None:
    if any(slot.layer is Layer.STEM or len(slot.terms) != 1 for slot in slots):
        return None
    words = tuple(slot.terms[0] for slot in slots)
    manner = max(map(_manner_of_word, slots, words))
    found = analysis.phrase_spans(words)
    if found is None:
        return None
    return [_mark(span, start, end, manner, analysis) for start, end in found]


def _mark(span: Span, start: int, end: int, manner: MatchType, analysis: Analysis) -> Mark:
    at_best = _at_best(span, manner, analysis.text[start:end])
    return Mark(span.field, start, end, span, at_best)


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
    manner = min(match.match_type for match in matches)
    if partial:
        whole = len(matches) == len(plans)
        manner = max(match.match_type for match in matches) if whole else MatchType.PARTIAL
    return Match(manner, tuple(mark for match in matches for mark in match.marks))


def _when(matches: bool) -> Match | None:
    return Match(MatchType.VERBATIM) if matches else None


def _is_between(article: Article, first: int | None, last: int | None) -> bool:
    if article.date is None:
        return False
    day = day_number(article.date)
    return (first is None or first <= day) and (last is None or day <= last)


def _manner_of(span: Span, occurrence: Occurrence, analysis: Analysis) -> MatchType:
    """How an occurrence matched: as its least faithful word, or by its gaps."""
    slots = [slot for group in span.groups for slot in group]
    at = [position for first, last in occurrence.runs for position in range(first, last + 1)]
    pairs = zip(slots, at, strict=True)
    loosest = max(_manner_of_word(slot, analysis.tokens[position]) for slot, position in pairs)
    if occurrence.gap or (len(span.groups) > 1 and span.raw_text is None):
        loosest = max(loosest, MatchType.NEAR)
    if loosest is not MatchType.FOLDED:
        return loosest
    found = analysis.text[slice(*analysis.span(occurrence.first, occurrence.last))]
    return _at_best(span, loosest, found)


def _manner_of_word(slot: TermSet, word: str) -> MatchType:
    return MatchType.FOLDED if word == slot.query_term else slot.fallback_type


def _at_best(span: Span, manner: MatchType, found: str) -> MatchType:
    """Verbatim, if all that folding took away is the same too."""
    if manner is not MatchType.FOLDED or span.raw_text is None:
        return manner
    same = found == span.raw_text or found.split() == span.raw_text.split()
    return MatchType.VERBATIM if same else manner
