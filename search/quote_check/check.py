"""Checks a quotation against the index; the command line, the page and the API all call this."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from sys import maxsize

from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.search.quote_check.comparison.term_weights import TermWeights
from onrecord.search.quote_check.models import Coverage, Passage, QuoteReport, Verdict
from onrecord.search.quote_check.passage import ScoredPassage, build_passage
from onrecord.search.quote_check.quotation import Quotation, read_quotation
from onrecord.search.quote_check.retrieval.candidate_ranking import MAX_NEAREST, rerank_candidates
from onrecord.search.quote_check.retrieval.phrase_search import exact_passages, longest_phrase
from onrecord.search.quote_check.retrieval.top_passages import TopPassages

MIN_FUZZY_WORDS = 4  # shorter quotations are phrases: found word for word or not at all


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """A quotation to check; `limit` is the maximum number of passages, None for all."""

    text: str
    limit: int | None = None


def check(engine: Engine, request: QuoteRequest, info: IndexInfo | None = None) -> QuoteReport:
    """Check a quotation; QuerySyntaxError if it has no word to search for.

    Pass the engine's `info` if you have it: collecting it takes time.
    """
    started = time.perf_counter()
    info = info or engine.info()
    limit = maxsize if request.limit is None else max(request.limit, 1)
    quotation = read_quotation(request.text)
    weights = TermWeights(info.articles, engine.doc_freq)
    weights.load(quotation.tokens)

    top = TopPassages(quotation, limit)
    for passage in exact_passages(engine, quotation):
        top.add(passage)
    candidates: list[ScoredPassage] = []
    if len(quotation.words) >= MIN_FUZZY_WORDS:
        candidates = rerank_candidates(engine, quotation, weights, top.articles)
        top.add_near([passage for passage in candidates if passage.similarity.is_near])

    return QuoteReport(
        quotation=request.text,
        words=len(quotation.words),
        verdict=top.verdict,
        exact_characters=any(passage.exact_characters for passage in top.passages),
        total=top.total,
        passages=top.passages,
        nearest=() if top.total else _nearest(quotation, candidates, min(limit, MAX_NEAREST)),
        longest_run=None if top.total else longest_phrase(engine, quotation, weights),
        searched=coverage_of(info),
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _nearest(
    quotation: Quotation, candidates: Iterable[ScoredPassage], limit: int
) -> tuple[Passage, ...]:
    ranked = sorted(candidates, key=lambda passage: -passage.similarity.weight)[:limit]
    return tuple(build_passage(quotation, passage, Verdict.NOT_FOUND) for passage in ranked)


def coverage_of(info: IndexInfo) -> Coverage:
    """What was searched."""
    return Coverage(
        info.articles,
        info.undated,
        len(info.outlets),
        info.first_day,
        info.last_day,
        info.last_written,
    )
