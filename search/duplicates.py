"""The other articles with the same text: the same words in the same order, however they are set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import MatchType, Span, TermSet
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import SearchAfter, Sort

PROBE = 12  # words in a row that are looked for; then whole texts are compared
MOST_CANDIDATES = 300  # with these words; a text that common is a form, not a story
MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class Copies:
    """Other articles with the same text, oldest first; whether there may be more of them."""

    articles: tuple[Article, ...] = ()
    is_cut: bool = False


def copies(engine: Engine, document: Document) -> Copies:
    """The other articles that have the very words of this one's text."""
    words = document.text.tokens
    if not words:
        return Copies()
    found: list[Article] = []
    for number, other in enumerate(_holding(engine, _probe(words))):
        if number >= MOST_CANDIDATES or len(found) >= MOST_COPIES:
            return Copies(tuple(found), is_cut=True)
        if other.article.id != document.article.id and other.text.tokens == words:
            found.append(other.article)
    return Copies(tuple(found))


def _probe(words: list[str]) -> Span:
    """Words from the middle as a phrase: many articles begin or end alike."""
    start = max(0, (len(words) - PROBE) // 2)
    slots = [TermSet((w,), Layer.EXACT, w, MatchType.FOLDED) for w in words[start : start + PROBE]]
    return Span("text", (tuple(slots),))


def _holding(engine: Engine, probe: Span) -> Iterator[Document]:
    """The articles that hold these words, oldest first."""
    after: SearchAfter | None = None
    while True:
        page = engine.page(probe, Sort.OLDEST, after, MOST_COPIES)
        yield from (found.document for found in page.found)
        if not page.more or not page.found:
            return
        after = page.found[-1].place
