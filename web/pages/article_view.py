"""An article in paragraphs with every match marked, numbered and linked to its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from onrecord.index.article import Article
from onrecord.search.plan.matcher import Match
from onrecord.search.results.highlighter import merge_marks
from onrecord.web.rendering.safe_html import TextRange, marked, plain_mark, whole_characters

MOST_LINKED = 2_000  # all are marked, but links to each would outweigh the longest article
LONGEST_PARAGRAPH = 20_000  # code points
_BETWEEN = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its marks; `start` is where it begins in the article's text."""

    start: int
    shown: Markup


@dataclass(frozen=True, slots=True)
class Passages:
    """What the article page shows; of its matches, the first `linked` have anchors m1, m2 …"""

    title: Markup
    author: Markup
    paragraphs: tuple[Paragraph, ...]
    matches: int
    linked: int


def passages(article: Article, match: Match | None, chosen: TextRange | None = None) -> Passages:
    """An article with the marks of a match, numbered from title to end, and a chosen passage."""
    marks = match.marks if match else ()
    texts = {"title": article.title, "author": article.author or "", "text": article.text}
    found = {
        name: whole_characters(text, merge_marks(mark for mark in marks if mark.field == name))
        for name, text in texts.items()
    }
    counts = [len(stretches) for stretches in found.values()]
    numbers = _Numbers(min(sum(counts), MOST_LINKED))
    text = _Text(article.text, found["text"], 1 + sum(counts[:2]), numbers, chosen)
    return Passages(
        title=numbers.marked(article.title, found["title"], 1),
        author=numbers.marked(texts["author"], found["author"], 1 + counts[0]),
        paragraphs=tuple(
            Paragraph(start, text.shown(start, end)) for start, end in _bounds(text.text)
        ),
        matches=sum(counts),
        linked=min(sum(counts), MOST_LINKED),
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of the marks of one article, of which the first `linked` have anchors."""

    linked: int

    def marked(
        self, text: str, stretches: Sequence[TextRange], first: int, *, is_continued: bool = False
    ) -> Markup:
        """A text with its marks, of which the first has this number."""

        def mark(piece: Markup, place: int) -> Markup:
            number = first + place
            if number > self.linked or (is_continued and place == 0):
                return plain_mark(piece, number)
            return Markup(f'<mark id="m{number}">{piece}</mark>{self._hops(number)}')

        return marked(text, stretches, mark)

    def _hops(self, number: int) -> str:
        """Links to the neighbours, which the style shows where the reader has jumped to."""
        before = _hop(number - 1, "previous", "↑") if number > 1 else ""
        after = _hop(number + 1, "next", "↓") if number < self.linked else ""
        return f'<span class="hops">{before}{after}</span>'


def _hop(number: int, which: str, arrow: str) -> str:
    return f'<a href="#m{number}" aria-label="{which} match">{arrow}</a>'


@dataclass(frozen=True)
class _Text:
    """A text to be shown piece by piece: its marks, the number of the first, a chosen passage."""

    text: str
    stretches: Sequence[TextRange]
    first: int
    numbers: _Numbers
    chosen: TextRange | None

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.stretches]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.stretches]

    def shown(self, begin: int, end: int) -> Markup:
        """A paragraph, in which the chosen passage is a mark around whatever is marked in it."""
        if self.chosen is None or self.chosen[1] <= begin or end <= self.chosen[0]:
            return self._piece(begin, end)
        start, stop = max(begin, self.chosen[0]), min(end, self.chosen[1])
        anchor = Markup(' id="passage"') if self.chosen[0] >= begin else ""
        return Markup('{}<mark class="passage"{}>{}</mark>{}').format(
            self._piece(begin, start), anchor, self._piece(start, stop), self._piece(stop, end)
        )

    def _piece(self, begin: int, end: int) -> Markup:
        low = bisect_left(self._ends, begin + 1)
        high = bisect_left(self._starts, end)
        inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in self.stretches[low:high]]
        is_continued = low < high and self._starts[low] < begin
        return self.numbers.marked(
            self.text[begin:end], inside, self.first + low, is_continued=is_continued
        )


def _bounds(text: str) -> Iterator[TextRange]:
    """Where the paragraphs of a text stand: empty lines are between them."""
    begin = len(text) - len(text.lstrip())
    for space in _BETWEEN.finditer(text, begin):
        yield from _pieces(text, begin, space.start())
        begin = space.end()
    if begin < len(text):
        yield from _pieces(text, begin, len(text))


def _pieces(text: str, begin: int, end: int) -> Iterator[TextRange]:
    """A paragraph, cut where it is longer than a browser can lay out at once."""
    while end - begin > LONGEST_PARAGRAPH:
        space = text.rfind(" ", begin, begin + LONGEST_PARAGRAPH) + 1
        cut = space or begin + LONGEST_PARAGRAPH
        yield begin, cut
        begin = cut
    yield begin, end
