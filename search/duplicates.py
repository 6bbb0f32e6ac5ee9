"""The other articles with the same text: the same words in the same order, however they are set."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import MatchType, Span, TermSet
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort

PROBE_WORDS = 12  # words in a row that are looked for; then whole texts are compared
MAX_CANDIDATES = 300  # with these words; a text that common is a form, not a story
MAX_DUPLICATES = 50


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Other articles with the same text, oldest first; whether there may be more of them."""

    articles: tuple[Article, ...] = ()
    truncated: bool = False


def find_duplicates(engine: Engine, document: Document) -> Duplicates:
    """The other articles that have the very words of this one's text."""
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
    """Words from the middle as a phrase: many articles begin or end alike."""
    start = max(0, (len(words) - PROBE_WORDS) // 2)
    slots = [
        TermSet((w,), Layer.EXACT, w, MatchType.FOLDED) for w in words[start : start + PROBE_WORDS]
    ]
    return Span("text", (tuple(slots),))
