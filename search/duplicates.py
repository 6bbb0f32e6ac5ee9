"""Finds other articles with the same text: the same words in the same order."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import MatchType, Span, TermSet
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort

PROBE_WORDS = 12  # in a row, to find candidates
MAX_CANDIDATES = 300  # a text this common is a form, not a story
MAX_DUPLICATES = 50


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Other articles with the same text, oldest first; if truncated, there may be more."""

    articles: tuple[Article, ...] = ()
    truncated: bool = False


def find_duplicates(engine: Engine, document: Document) -> Duplicates:
    """The other articles with exactly the words of this one's text."""
    words = document.text.tokens
    if not words:
        return Duplicates()
    found: list[Article] = []
    candidates = iter_documents(engine, _probe(words), Sort.OLDEST, MAX_DUPLICATES)
    for number, other in enumerate(candidates):
        if number >= MAX_CANDIDATES or len(found) >= MAX_DUPLICATES:
            return Duplicates(tuple(found), truncated=True)
        if other.article.id != document.article.id and other.text.tokens == words:
            found.append(other.article)
    return Duplicates(tuple(found))


def _probe(words: list[str]) -> Span:
    """A phrase from the middle, as many articles begin or end alike."""
    start = max(0, (len(words) - PROBE_WORDS) // 2)
    phrase = words[start : start + PROBE_WORDS]
    terms = tuple(TermSet((word,), Layer.EXACT, word, MatchType.FOLDED) for word in phrase)
    return Span("text", (terms,))
