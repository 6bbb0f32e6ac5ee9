"""An article as HTML: paragraphs with numbered marks, each linked to the next and previous."""

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
from onrecord.web.rendering.safe_html import (
    TextRange,
    expand_to_graphemes,
    highlight,
    mark_tag,
)

MAX_LINKED_MARKS = 2_000  # links to more would outweigh the longest article
MAX_PARAGRAPH_CHARS = 20_000
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its marks; `start` is its offset in the article's text."""

    start: int
    html: Markup


@dataclass(frozen=True, slots=True)
class ArticleHtml:
    """An article with its matches marked; the first `linked` ones have anchors m1, m2 …"""

    title: Markup
    author: Markup
    paragraphs: tuple[Paragraph, ...]
    matches: int
    linked: int


def render_article(
    article: Article, match: Match | None, selection: TextRange | None = None
) -> ArticleHtml:
    """Mark matches, numbered from title to text, and the passage a link points to."""
    marks = match.marks if match else ()
    texts = {"title": article.title, "author": article.author or "", "text": article.text}
    ranges = {
        field: expand_to_graphemes(text, merge_marks(mark for mark in marks if mark.field == field))
        for field, text in texts.items()
    }
    total = sum(map(len, ranges.values()))
    marker = _Marker(min(total, MAX_LINKED_MARKS))
    body_number = 1 + len(ranges["title"]) + len(ranges["author"])
    body = _Body(article.text, ranges["text"], body_number, marker, selection)
    return ArticleHtml(
        title=marker.highlight(article.title, ranges["title"], 1),
        author=marker.highlight(texts["author"], ranges["author"], 1 + len(ranges["title"])),
        paragraphs=tuple(
            Paragraph(start, body.render(start, end)) for start, end in _paragraphs(article.text)
        ),
        matches=total,
        linked=marker.linked,
    )


@dataclass(frozen=True, slots=True)
class _Marker:
    """Numbers the marks of an article; the first `linked` ones get anchors."""

    linked: int

    def highlight(
        self, text: str, ranges: Sequence[TextRange], first: int, *, is_continued: bool = False
    ) -> Markup:
        """Mark ranges, numbered from `first`."""

        def mark(piece: Markup, index: int) -> Markup:
            number = first + index
            if number > self.linked or (is_continued and index == 0):
                return mark_tag(piece, number)
            return Markup(f'<mark id="m{number}">{piece}</mark>{self._neighbour_links(number)}')

        return highlight(text, ranges, mark)

    def _neighbour_links(self, number: int) -> str:
        """Links to the neighbours; the style shows them on the current match only."""
        before = _link(number - 1, "previous", "↑") if number > 1 else ""
        after = _link(number + 1, "next", "↓") if number < self.linked else ""
        return f'<span class="hops">{before}{after}</span>'


def _link(number: int, which: str, arrow: str) -> str:
    return f'<a href="#m{number}" aria-label="{which} match">{arrow}</a>'


@dataclass(frozen=True)
class _Body:
    """An article's text, rendered piece by piece; its first mark has number `first`."""

    text: str
    ranges: Sequence[TextRange]
    first: int
    marker: _Marker
    selection: TextRange | None

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.ranges]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.ranges]

    def render(self, begin: int, end: int) -> Markup:
        """A paragraph; the selected passage is a mark around the matches within it."""
        if self.selection is None or self.selection[1] <= begin or end <= self.selection[0]:
            return self._highlight(begin, end)
        start, stop = max(begin, self.selection[0]), min(end, self.selection[1])
        anchor = Markup(' id="passage"') if self.selection[0] >= begin else ""
        return Markup('{}<mark class="passage"{}>{}</mark>{}').format(
            self._highlight(begin, start),
            anchor,
            self._highlight(start, stop),
            self._highlight(stop, end),
        )

    def _highlight(self, begin: int, end: int) -> Markup:
        low = bisect_left(self._ends, begin + 1)
        high = bisect_left(self._starts, end)
        inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in self.ranges[low:high]]
        is_continued = low < high and self._starts[low] < begin
        return self.marker.highlight(
            self.text[begin:end], inside, self.first + low, is_continued=is_continued
        )


def _paragraphs(text: str) -> Iterator[TextRange]:
    """The paragraphs of a text, separated by blank lines."""
    begin = len(text) - len(text.lstrip())
    for separator in _PARAGRAPH_BREAK.finditer(text, begin):
        yield from _split(text, begin, separator.start())
        begin = separator.end()
    if begin < len(text):
        yield from _split(text, begin, len(text))


def _split(text: str, begin: int, end: int) -> Iterator[TextRange]:
    """A paragraph, split if it is longer than browsers lay out smoothly."""
    while end - begin > MAX_PARAGRAPH_CHARS:
        after_space = text.rfind(" ", begin, begin + MAX_PARAGRAPH_CHARS) + 1
        middle = after_space or begin + MAX_PARAGRAPH_CHARS
        yield begin, middle
        begin = middle
    yield begin, end
