"""Searches the index for a quotation as a phrase: exact passages, and the longest phrase of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import AllOf, AnyOf, Except, MatchType, Plan, Span, TermSet
from onrecord.search.query.ast import Layer
from onrecord.search.quote_check.comparison.diff import Edit
from onrecord.search.quote_check.comparison.exact_match import (
    Run,
    match_literally,
    match_with_marks,
    runs_of,
)
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.comparison.verdict import Similarity
from onrecord.search.quote_check.models import LongestPhrase
from onrecord.search.quote_check.passage import ScoredPassage
from onrecord.search.quote_check.quotation import MarkKind, Quotation
from onrecord.search.results.sorting import Sort

PAGE_SIZE = 200  # articles fetched first if all are wanted
MAX_PAGE_SIZE = 4_000
MAX_MARKED_ARTICLES = 1_000  # with all runs of words between marks, in any order
MAX_PHRASES = 400  # phrases searched for the longest one

Matcher = Callable[[Quotation, Analysis], Iterable[list[Edit]]]


def exact_passages(engine: Engine, quotation: Quotation) -> Iterator[ScoredPassage]:
    """Every passage with the words as quoted, except for what the quotation marks."""
    literal = literal_plan(quotation)
    for document in _documents(engine, literal):
        yield from _matches(quotation, document, match_literally)
    if quotation.is_marked:
        plan = AllOf((_runs_plan(quotation), Except(literal)))
        for document in islice(_documents(engine, plan), MAX_MARKED_ARTICLES):
            yield from _matches(quotation, document, match_with_marks)


def _documents(engine: Engine, plan: Plan) -> Iterator[Document]:
    return iter_documents(engine, plan, Sort.OLDEST, PAGE_SIZE, max_limit=MAX_PAGE_SIZE)


def _matches(quotation: Quotation, document: Document, matcher: Matcher) -> Iterator[ScoredPassage]:
    for field in DEFAULT_FIELDS:
        for edits in matcher(quotation, document.field(field)):
            yield ScoredPassage(document, field, edits, Similarity(1.0, 1.0))


def longest_phrase(
    engine: Engine, quotation: Quotation, weights: TermWeights
) -> LongestPhrase | None:
    """The longest phrase of the quotation in the text of any article.

    The search window grows while articles contain it and slides otherwise, but never shrinks.
    """
    best, longest, searched = None, 0, 0
    for first, end in _indexed_runs(quotation, weights):
        while first + longest < end and searched < MAX_PHRASES:
            searched += 1
            stop = first + longest + 1
            plan = phrase(quotation.tokens[first:stop])
            if articles := engine.page(plan, Sort.NEWEST, None, 1).total:
                longest += 1
                text = quotation.text[quotation.words[first].start : quotation.words[stop - 1].end]
                best = LongestPhrase(text, longest, articles)
            else:
                first += 1
    return best


def _indexed_runs(quotation: Quotation, weights: TermWeights) -> Iterator[tuple[int, int]]:
    """The runs of words that are all in the index."""
    for run in runs_of(quotation):
        yield from _split(run, lambda at: bool(weights.doc_freq[quotation.tokens[at]]))


def phrase(words: Iterable[str], field: str = "text") -> Span:
    """The plan for these words side by side in a field."""
    terms = tuple(TermSet((word,), Layer.EXACT, word, MatchType.FOLDED) for word in words)
    return Span(field, (terms,))


def literal_plan(quotation: Quotation) -> Plan:
    """Articles with all words side by side."""
    return AnyOf(tuple(phrase(quotation.tokens, field) for field in DEFAULT_FIELDS))


def _runs_plan(quotation: Quotation) -> Plan:
    """Articles with every run of words between the marks, in any order."""
    words = quotation.words
    phrases = [
        quotation.tokens[first:end]
        for run in runs_of(quotation)
        for first, end in _split(run, lambda at: words[at].kind is MarkKind.PLAIN)
    ] or [quotation.tokens]
    fields = [AllOf(tuple(phrase(words, field) for words in phrases)) for field in DEFAULT_FIELDS]
    return AnyOf(tuple(fields))


def _split(run: Run, keep: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """The ranges of a run without the words that are not kept."""
    first = run.first
    for at in range(run.first, run.end + 1):
        if at == run.end or not keep(at):
            if at > first:
                yield first, at
            first = at + 1
