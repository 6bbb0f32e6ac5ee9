"""Snippets: the stretches of an article that show a match, one implementation for all engines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.matching import Document, Mark, Match
from search.plan import Span
from search.results import Snippet

LONGEST_FRAGMENT = 320  # code points, unless one match is longer
MOST_FRAGMENTS = 3
MOST_MARKS = 2_000  # looked at in one field: enough to choose from, however long the text
LEAD_IN = 80  # code points before a match, where its sentence is too long to be whole

_SENTENCE_END = re.compile(r"(?:(?<!\b\w)\.|[!?…])[\"'”’»)\]]*(?=\s)|[。！？]+[\"”’»」』)]*|\n")

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Fragment:
    start: int
    end: int
    spans: frozenset[Span]


def snippets(match: Match, document: Document) -> tuple[Snippet, ...]:
    """What shows a match best: title and byline whole, the text in up to three fragments."""
    article = document.article
    shown = [
        _whole("title", article.title, match.marks),
        _whole("author", article.author or "", match.marks),
        *_fragments("text", article.text, match.marks),
    ]
    found = tuple(snippet for snippet in shown if snippet is not None)
    return found or _lead(article.text)


def merged(marks: Iterable[Mark]) -> list[Stretch]:
    """The stretches that marks cover, in order, each counted once."""
    stretches: list[Stretch] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _whole(field: str, text: str, marks: Iterable[Mark]) -> Snippet | None:
    own = [mark for mark in marks if mark.field == field]
    if not own or len(text) > 2 * LONGEST_FRAGMENT:
        return next(_fragments(field, text, own), None)
    return Snippet(field, text, 0, tuple(merged(own)))


def _lead(text: str) -> tuple[Snippet, ...]:
    """The beginning of an article found by its fields alone: nothing in it to mark."""
    if not text:
        return ()
    end = _sentence_end(text, 0, LONGEST_FRAGMENT)
    return (Snippet("text", text[:end].rstrip(), 0, ()),)


def _fragments(field: str, text: str, marks: Iterable[Mark]) -> Iterator[Snippet]:
    own = _enough([mark for mark in marks if mark.field == field])
    stretches = merged(own)
    for fragment in _best(list(_candidates(text, own))):
        inside = [s for s in stretches if fragment.start <= s[0] and s[1] <= fragment.end]
        yield Snippet(
            field,
            text[fragment.start : fragment.end],
            fragment.start,
            tuple((start - fragment.start, end - fragment.start) for start, end in inside),
        )


def _enough(marks: list[Mark]) -> list[Mark]:
    """The first marks, and the first of every span, in order of place."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    if len(ordered) <= MOST_MARKS:
        return ordered
    firsts = {mark.span: mark for mark in reversed(ordered)}.values()
    kept = {id(mark): mark for mark in (*ordered[:MOST_MARKS], *firsts)}
    return sorted(kept.values(), key=lambda mark: (mark.start, mark.end))


def _candidates(text: str, marks: list[Mark]) -> Iterator[_Fragment]:
    """From each mark not yet shown: its sentence, and what follows as far as it fits."""
    at = 0
    while at < len(marks):
        start, end = _around(text, marks[at].start, marks[at].end)
        first = at
        while at < len(marks) and (marks[at].end <= max(end, start + LONGEST_FRAGMENT)):
            if marks[at].end > end:
                end = _sentence_end(text, marks[at].end, start + LONGEST_FRAGMENT)
            at += 1
        yield _Fragment(start, end, frozenset(mark.span for mark in marks[first:at]))


def _best(candidates: list[_Fragment]) -> list[_Fragment]:
    """The fragments that show most spans between them, the earlier first among equals."""
    chosen: list[_Fragment] = []
    shown: frozenset[Span] = frozenset()
    while candidates and len(chosen) < MOST_FRAGMENTS:
        best = max(candidates, key=lambda c: (len(c.spans - shown), -c.start))
        chosen.append(best)
        candidates.remove(best)
        shown |= best.spans
    return sorted(chosen, key=lambda fragment: fragment.start)


def _around(text: str, start: int, end: int) -> Stretch:
    """The sentence around a match, or as much of it as a fragment holds."""
    earliest = max(0, start - LONGEST_FRAGMENT)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, earliest, start)]
    first = _skip_space(text, ends[-1], start) if ends else earliest
    last = _sentence_end(text, end, end + LONGEST_FRAGMENT)
    if (ends or earliest == 0) and last - first <= LONGEST_FRAGMENT:
        return first, last
    first = max(first, _word_start(text, start - LEAD_IN, start))
    return first, _sentence_end(text, end, max(end, first + LONGEST_FRAGMENT))


def _sentence_end(text: str, end: int, latest: int) -> int:
    """Where the sentence that reaches to `end` is over, cut at a word if that is too far."""
    found = _SENTENCE_END.search(text, end, latest + 1)
    if found:
        return end + len(text[end : found.end()].rstrip())
    return len(text.rstrip()) if latest >= len(text) else _word_end(text, end, latest)


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _word_start(text: str, at: int, limit: int) -> int:
    """The first beginning of a word at or after a point, but not past the limit."""
    if at <= 0:
        return 0
    space = re.compile(r"\s+").search(text, at - 1, limit)
    return space.end() if space else _whole_character(text, at)


def _word_end(text: str, end: int, latest: int) -> int:
    space = max(text.rfind(" ", end, latest), text.rfind("\n", end, latest))
    return space if space > end else max(end, _whole_character(text, latest))


def _whole_character(text: str, at: int) -> int:
    """A cut moved back so that no mark is parted from its letter."""
    while 0 < at < len(text) and unicodedata.category(text[at])[0] == "M":
        at -= 1
    return at
