"""The one function that checks a quotation, which the command line, the page and the API call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from sys import maxsize

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.schema import DEFAULT_FIELDS
from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.search.plan.document import Document
from onrecord.search.quote_check.comparison.edit_steps import Step
from onrecord.search.quote_check.comparison.exact_match import as_marked, literally
from onrecord.search.quote_check.comparison.term_weights import Rarity, rarity_of
from onrecord.search.quote_check.comparison.verdict import Similarity
from onrecord.search.quote_check.models import Passage, QuoteReport, Searched, Verdict
from onrecord.search.quote_check.quotation import Quotation, read_quotation
from onrecord.search.quote_check.retrieval.candidates import (
    PAGE,
    articles_of,
    but_not,
    literal_plan,
    marked_plan,
)
from onrecord.search.quote_check.retrieval.collector import Listing
from onrecord.search.quote_check.retrieval.longest_match import longest_run
from onrecord.search.quote_check.retrieval.rerank import MOST_NEAREST, ScoredPassage, likely
from onrecord.search.results.sorting import Sort

SHORT = 4  # words: quotations of fewer are phrases, found word for word or not at all
MOST_MARKED = 1_000  # articles that have each stretch between the marks, in whatever order

Places = Callable[[Quotation, Analysis], Iterable[list[Step]]]


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A quotation as claimed; `limit` is the most passages to show, None for all of them."""

    text: str
    limit: int | None = None


def check(engine: Engine, request: QuoteRequest, info: IndexInfo | None = None) -> QuoteReport:
    """Whether and how the corpus holds a quotation; QuerySyntaxError if it holds no word.

    Who has the engine's `info` at hand gives it, and spares the counting.
    """
    started = time.perf_counter()
    info = info or engine.info()
    quotation = read_quotation(request.text)
    rarity = rarity_of(quotation.tokens, engine, info.articles)
    listing, nearest = _listed(engine, quotation, rarity, request.limit)
    return QuoteReport(
        quotation=request.text,
        words=len(quotation.words),
        verdict=listing.verdict,
        exact_characters=any(passage.exact_characters for passage in listing.passages),
        total=listing.total,
        passages=listing.passages,
        nearest=nearest,
        longest_run=None if listing.total else longest_run(engine, quotation, rarity),
        searched=searched(info),
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _listed(
    engine: Engine, quotation: Quotation, rarity: Rarity, limit: int | None
) -> tuple[Listing, tuple[Passage, ...]]:
    """The places that are the quotation; and the nearest ones, if none is."""
    listing = Listing(quotation, maxsize if limit is None else max(limit, 1))
    for faithful in _faithful(engine, quotation):
        listing.add(faithful)
    if len(quotation.words) < SHORT:
        return listing, ()
    found = likely(engine, quotation, rarity, listing.articles)
    listing.add_likely([one for one in found if one.likeness.is_near])
    if listing.total:
        return listing, ()
    far = sorted(found, key=lambda one: -one.likeness.weight)[:MOST_NEAREST][:limit]
    return listing, tuple(one.shown(quotation, Verdict.NOT_FOUND) for one in far)


def searched(info: IndexInfo) -> Searched:
    """How much was searched."""
    return Searched(
        info.articles,
        info.undated,
        len(info.outlets),
        info.first_day,
        info.last_day,
        info.last_written,
    )


def _faithful(engine: Engine, quotation: Quotation) -> Iterator[ScoredPassage]:
    """Every passage that has the words as they are quoted, marked gaps and brackets allowed."""
    literal = literal_plan(quotation)
    for document in articles_of(engine, literal, Sort.OLDEST, PAGE):
        yield from _placed(quotation, document, literally)
    if quotation.is_marked:
        plan = but_not(marked_plan(quotation), literal)
        for document in islice(articles_of(engine, plan, Sort.OLDEST, PAGE), MOST_MARKED):
            yield from _placed(quotation, document, as_marked)


def _placed(quotation: Quotation, document: Document, places: Places) -> Iterator[ScoredPassage]:
    whole = Similarity(1.0, 1.0)
    for field in DEFAULT_FIELDS:
        for steps in places(quotation, document.field(field)):
            yield ScoredPassage(document, field, steps, whole)
