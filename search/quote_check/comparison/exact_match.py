"""Finds a quotation word for word in an article, except for what its own marks allow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.diff import (
    MAX_BRACKET_WORDS,
    Edit,
    EditKind,
    split_at_letters,
)
from onrecord.search.quote_check.quotation import MarkKind, Quotation, Word


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words [first, end) between marks, at most `max_gap` words after the last run."""

    first: int
    end: int
    max_gap: int | None

    def __len__(self) -> int:
        return self.end - self.first


def runs_of(quotation: Quotation) -> list[Run]:
    """The runs of words between the marks of a quotation."""
    runs: list[Run] = []
    first, max_gap = 0, None
    for at, word in enumerate((*quotation.words, None)):
        bracketed = word is not None and word.kind is MarkKind.BRACKETED
        if at > first and (word is None or bracketed or at in quotation.breaks):
            runs.append(Run(first, at, max_gap))
            max_gap = MAX_BRACKET_WORDS
        if at in quotation.breaks:
            first, max_gap = at, None
        if bracketed:
            first = at + 1
    return runs


def match_literally(quotation: Quotation, analysis: Analysis) -> Iterator[list[Edit]]:
    """Every match of all words side by side; words in brackets count as words."""
    count = len(quotation.words)
    for start in _starts(quotation.words, analysis):
        yield [Edit(EditKind.SAME, 0, count, start, start + count)]


def match_with_marks(quotation: Quotation, analysis: Analysis) -> Iterator[list[Edit]]:
    """The tightest matches with gaps and other words only where the quotation marks them."""
    runs = runs_of(quotation)
    starts = []
    for run in runs:
        starts.append(_starts(quotation.words[run.first : run.end], analysis))
        if not starts[-1]:
            return
    # of two matches with the same end, the one that starts later is tighter
    by_end = {match[-1]: match for match in _chains(runs, starts)}
    for match in by_end.values():
        yield _edits(quotation, analysis, runs, match)


def _starts(words: Sequence[Word], analysis: Analysis) -> list[int]:
    """Where these words are side by side; words with letters in brackets are looked up last."""
    pieces = sorted(_pieces(words), key=lambda piece: bool(words[piece[0]].pattern))
    starts: set[int] | None = None
    for first, end in pieces:
        here = {place - first for place in _positions(words[first:end], analysis)}
        starts = here if starts is None else starts & here
        if not starts:
            return []
    return sorted(starts or ())


def _pieces(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The ranges of plain words, and each word with letters in brackets by itself."""
    first = 0
    for at, word in enumerate(words):
        if word.pattern:
            if at > first:
                yield first, at
            yield at, at + 1
            first = at + 1
    if first < len(words):
        yield first, len(words)


def _positions(words: Sequence[Word], analysis: Analysis) -> list[int]:
    if not words[0].pattern:
        return analysis.phrase_positions(tuple(word.token for word in words))
    forms = list(filter(words[0].matches, analysis.vocabulary))
    return analysis.positions(forms, stemmed=False)


def _chains(runs: list[Run], starts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """For each start of the first run, the earliest starts of the runs that can follow it."""
    followers: list[dict[int, int]] = []
    reachable = starts[-1]
    for at, (run, following) in reversed([*enumerate(pairwise(runs))]):
        links = {}
        for start in starts[at]:
            free = start + len(run)
            index, gap = bisect_left(reachable, free), following.max_gap
            if index < len(reachable) and (gap is None or reachable[index] <= free + gap):
                links[start] = reachable[index]
        followers.insert(0, links)
        reachable = list(links)
    for start in reachable:
        chain = [start]
        for links in followers:
            chain.append(links[chain[-1]])
        yield chain


def _edits(
    quotation: Quotation, analysis: Analysis, runs: list[Run], match: list[int]
) -> list[Edit]:
    edits: list[Edit] = []
    word, stop = 0, match[0]
    for run, start in zip(runs, match, strict=True):
        if run.first > word or start > stop:
            is_omission = run.max_gap is None and run.first == word
            kind = EditKind.OMITTED if is_omission else EditKind.BRACKETED
            edits.append(Edit(kind, word, run.first, stop, start))
        word, stop = run.end, start + len(run)
        same = Edit(EditKind.SAME, run.first, word, start, stop)
        edits += split_at_letters(quotation, analysis, same)
    if word < len(quotation.words):
        edits.append(Edit(EditKind.BRACKETED, word, len(quotation.words), stop, stop))
    return edits
