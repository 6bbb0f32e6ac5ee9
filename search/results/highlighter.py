"""Snippets: the stretches of an article that show a match, one implementation for all engines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import Mark, Match
from onrecord.search.results.models import Snippet

MAX_FRAGMENT_CHARS = 320  # code points, unless one match is longer
MAX_FRAGMENTS = 3
MAX_MARKS = 2_000  # looked at in one field: enough to choose from, however long the text
CONTEXT_CHARS = 80  # code points before a match, where its sentence is too long to be whole

# Begins with one set of signs, so that the search for it is quick; an initial ends no sentence.
_SENTENCE_END = re.compile(r"[.!?…。！？\n](?:(?<=[。！？\n])|(?<!\b[^\W\d_]\.)[\"'”’»)\]]*(?=\s))")

TextRange = tuple[int, int]


def highlight(match: Match, document: Document) -> tuple[Snippet, ...]:
    """What shows a match best: title and byline whole, the text in up to three fragments."""
    article = document.article
    shown = [
        _whole("title", article.title, match.marks),
        _whole("author", article.author or "", match.marks),
        *_fragments("text", article.text, match.marks),
    ]
    found = tuple(snippet for snippet in shown if snippet is not None)
    return found or _lead(article.text)


def merge_marks(marks: Iterable[Mark]) -> list[TextRange]:
    """The stretches that marks cover, in order, each counted once."""
    stretches: list[TextRange] = []
    for start, end in sorted((mark.start, mark.end) for mark in marks):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _whole(field: str, text: str, marks: Iterable[Mark]) -> Snippet | None:
    own = [mark for mark in marks if mark.field == field]
    if not own or len(text) > 2 * MAX_FRAGMENT_CHARS:
        return next(_fragments(field, text, own), None)
    return Snippet(field, text, 0, tuple(merge_marks(own)))


def _lead(text: str) -> tuple[Snippet, ...]:
    """The beginning of an article found by its fields alone: nothing in it to mark."""
    if not text:
        return ()
    end = _sentence_end(text, 0, MAX_FRAGMENT_CHARS)
    return (Snippet("text", text[:end].rstrip(), 0, ()),)


def _fragments(field: str, text: str, marks: Iterable[Mark]) -> Iterator[Snippet]:
    own = _enough([mark for mark in marks if mark.field == field])
    stretches = merge_marks(own)
    end = 0
    for cluster in _best(list(_clusters(own))):
        fresh = [mark for mark in cluster if mark.end > end]  # not in the fragment before
        if fresh:
            start, end = _whole_sentences(text, fresh, end)
            yield Snippet(field, text[start:end], start, _inside(stretches, start, end))


def _inside(stretches: Iterable[TextRange], start: int, end: int) -> tuple[TextRange, ...]:
    """What a fragment shows of the stretches, as offsets in it."""
    return tuple(
        (max(a, start) - start, min(b, end) - start) for a, b in stretches if a < end and b > start
    )


def _enough(marks: list[Mark]) -> list[Mark]:
    """The first marks, and the first of every span, in order of place."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    if len(ordered) <= MAX_MARKS:
        return ordered
    firsts = {mark.span: mark for mark in reversed(ordered)}.values()
    kept = {id(mark): mark for mark in (*ordered[:MAX_MARKS], *firsts)}
    return sorted(kept.values(), key=lambda mark: (mark.start, mark.end))


def _clusters(marks: list[Mark]) -> Iterator[list[Mark]]:
    """Marks, in order, parted so that each cluster fits a fragment."""
    cluster: list[Mark] = []
    for mark in marks:
        if cluster and mark.end > cluster[0].start + MAX_FRAGMENT_CHARS - CONTEXT_CHARS:
            yield cluster
            cluster = []
        cluster.append(mark)
    if cluster:
        yield cluster


def _best(clusters: list[list[Mark]]) -> list[list[Mark]]:
    """The clusters that show most spans between them, the earlier first among equals."""
    if len(clusters) <= MAX_FRAGMENTS:
        return clusters
    spans = [{id(mark.span) for mark in cluster} for cluster in clusters]  # long to compare
    chosen: list[int] = []
    shown: set[int] = set()
    while len(chosen) < MAX_FRAGMENTS:
        left = (at for at in range(len(clusters)) if at not in chosen)
        best = max(left, key=lambda at: len(spans[at] - shown))
        chosen.append(best)
        shown |= spans[best]
    return [clusters[at] for at in sorted(chosen)]


def _whole_sentences(text: str, cluster: list[Mark], after: int) -> TextRange:
    """The sentences around a cluster, or as much of them as a fragment holds, after a point."""
    first, last = max(cluster[0].start, after), max(mark.end for mark in cluster)
    start = _sentence_start(text, first, min(first, max(after, last - MAX_FRAGMENT_CHARS)))
    end = _sentence_end(text, last, start + MAX_FRAGMENT_CHARS)
    return start, end


def _sentence_start(text: str, first: int, earliest: int) -> int:
    """Where the sentence of a match begins; too far back, a word shortly before the match."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, earliest), first)]
    if ends:
        return _skip_space(text, ends[-1], first)
    return 0 if earliest <= 0 else _word_start(text, max(earliest, first - CONTEXT_CHARS), first)


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
