"""Highlights matches in fragments of an article; the same for all engines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Mark, Match
from onrecord.search.results.models import Snippet

MAX_FRAGMENT_CHARS = 320  # unless a single match is longer
MAX_FRAGMENTS = 3
MAX_MARKS = 2_000  # considered in one field, however long the text
CONTEXT_CHARS = 80  # before a match whose sentence is too long

# The leading set of characters keeps the search fast; an initial does not end a sentence.
_SENTENCE_END = re.compile(r"[.!?…。！？\n](?:(?<=[。！？\n])|(?<!\b[^\W\d_]\.)[\"'”’»)\]]*(?=\s))")

TextRange = tuple[int, int]


def highlight(match: Match, document: Document) -> tuple[Snippet, ...]:
    """Title and author in full if they match, and up to three fragments of the text."""
    article = document.article
    candidates = [
        _whole_field("title", article.title, match.marks),
        _whole_field("author", article.author or "", match.marks),
        *_fragments("text", article.text, match.marks),
    ]
    found = tuple(snippet for snippet in candidates if snippet is not None)
    return found or _lead(article.text)


def merge_marks(marks: Iterable[Mark]) -> list[TextRange]:
    """The ranges of marks in order, with overlapping ones merged."""
    merged: list[TextRange] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _whole_field(field: str, text: str, marks: Iterable[Mark]) -> Snippet | None:
    own = [mark for mark in marks if mark.field == field]
    if not own or len(text) > 2 * MAX_FRAGMENT_CHARS:
        return next(_fragments(field, text, own), None)
    return Snippet(field, text, 0, tuple(merge_marks(own)))


def _lead(text: str) -> tuple[Snippet, ...]:
    """The beginning of an article that only filters matched."""
    if not text:
        return ()
    end = _sentence_end(text, 0, MAX_FRAGMENT_CHARS)
    return (Snippet("text", text[:end].rstrip(), 0, ()),)


def _fragments(field: str, text: str, marks: Iterable[Mark]) -> Iterator[Snippet]:
    own = _limit([mark for mark in marks if mark.field == field])
    ranges = merge_marks(own)
    end = 0
    for cluster in _best(list(_clusters(own))):
        fresh = [mark for mark in cluster if mark.end > end]  # not in the previous fragment
        if fresh:
            start, end = _sentences_around(text, fresh, end)
            yield Snippet(field, text[start:end], start, _inside(ranges, start, end))


def _inside(ranges: Iterable[TextRange], start: int, end: int) -> tuple[TextRange, ...]:
    """The parts of ranges within a fragment, as offsets in it."""
    return tuple(
        (max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start
    )


def _limit(marks: list[Mark]) -> list[Mark]:
    """The first MAX_MARKS marks in order, and the first of every span."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    if len(ordered) <= MAX_MARKS:
        return ordered
    firsts = {mark.span: mark for mark in reversed(ordered)}.values()
    kept = {id(mark): mark for mark in (*ordered[:MAX_MARKS], *firsts)}
    return sorted(kept.values(), key=lambda mark: (mark.start, mark.end))


def _clusters(marks: list[Mark]) -> Iterator[list[Mark]]:
    """Groups marks, in order, so that each group fits into a fragment."""
    cluster: list[Mark] = []
    for mark in marks:
        if cluster and mark.end > cluster[0].start + MAX_FRAGMENT_CHARS - CONTEXT_CHARS:
            yield cluster
            cluster = []
        cluster.append(mark)
    if cluster:
        yield cluster


def _best(clusters: list[list[Mark]]) -> list[list[Mark]]:
    """The clusters that together have the most spans; of equals, the earlier."""
    if len(clusters) <= MAX_FRAGMENTS:
        return clusters
    spans = [{id(mark.span) for mark in cluster} for cluster in clusters]  # slow to compare
    chosen: list[int] = []
    covered: set[int] = set()
    while len(chosen) < MAX_FRAGMENTS:
        others = (at for at in range(len(clusters)) if at not in chosen)
        best = max(others, key=lambda at: len(spans[at] - covered))
        chosen.append(best)
        covered |= spans[best]
    return [clusters[at] for at in sorted(chosen)]


def _sentences_around(text: str, cluster: list[Mark], after: int) -> TextRange:
    """The sentences around a cluster, cut to the size of a fragment, from `after` on."""
    first, last = max(cluster[0].start, after), max(mark.end for mark in cluster)
    start = _sentence_start(text, first, min(first, max(after, last - MAX_FRAGMENT_CHARS)))
    end = _sentence_end(text, last, start + MAX_FRAGMENT_CHARS)
    return start, end


def _sentence_start(text: str, first: int, earliest: int) -> int:
    """Where the sentence of a match begins or, if that is too early, a word before the match."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, earliest), first)]
    if ends:
        return _skip_space(text, ends[-1], first)
    return 0 if earliest <= 0 else _word_start(text, max(earliest, first - CONTEXT_CHARS), first)


def _sentence_end(text: str, end: int, latest: int) -> int:
    """Where the sentence around `end` ends or, if that is too late, a word before `latest`."""
    found = _SENTENCE_END.search(text, end, latest + 1)
    if found:
        return end + len(text[end : found.end()].rstrip())
    return len(text.rstrip()) if latest >= len(text) else _word_end(text, end, latest)


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _word_start(text: str, at: int, limit: int) -> int:
    """The first word that starts from `at` on, up to the limit; else `at`."""
    space = re.compile(r"\s+").search(text, at - 1, limit)
    return space.end() if space else _character_start(text, at)


def _word_end(text: str, end: int, latest: int) -> int:
    space = max(text.rfind(" ", end, latest), text.rfind("\n", end, latest))
    return space if space > end else max(end, _character_start(text, latest))


def _character_start(text: str, at: int) -> int:
    """Moves a cut before combining marks to the start of their character."""
    while at > 0 and unicodedata.category(text[at])[0] == "M":
        at -= 1
    return at
