"""The longest run of a quotation's words that stands anywhere in an index."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.search.engines.base import Engine
from onrecord.search.quote_check.comparison.exact_match import runs_of
from onrecord.search.quote_check.comparison.term_weights import Rarity
from onrecord.search.quote_check.models import LongestRun
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.retrieval.candidates import phrase
from onrecord.search.results.sorting import Sort

MOST_ASKED = 400  # phrases asked of the engine for one quotation


def longest_run(engine: Engine, quotation: Quotation, rarity: Rarity) -> LongestRun | None:
    """The run, with the number of articles that have it; None if no article has any word.

    A window slides over the quotation and grows wherever it is found, so it never shrinks.
    """
    best, longest = None, 0
    asked = 0
    for first, end in _known(quotation, rarity):
        at = first
        while at + longest < end and asked < MOST_ASKED:
            asked += 1
            held = _held(engine, quotation.tokens[at : at + longest + 1])
            if held:
                longest += 1
                best = LongestRun(_text(quotation, at, at + longest), longest, held)
            else:
                at += 1
    return best


def _known(quotation: Quotation, rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Stretches of words that the index all has."""
    for run in runs_of(quotation):
        first = run.first
        for at in range(run.first, run.end):
            if not rarity.holding.get(quotation.words[at].token):
                yield first, at
                first = at + 1
        yield first, run.end


def _held(engine: Engine, words: tuple[str, ...]) -> int:
    """How many articles' texts have these words side by side."""
    return engine.page(phrase(words), Sort.NEWEST, None, 1).total


def _text(quotation: Quotation, first: int, end: int) -> str:
    return quotation.text[quotation.words[first].start : quotation.words[end - 1].end]
