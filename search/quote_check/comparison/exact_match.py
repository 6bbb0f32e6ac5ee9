"""Where a quotation stands word for word, but for what its own marks allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.edit_steps import EditKind, Step
from onrecord.search.quote_check.quotation import MOST_BRACKETED, MarkKind, Quotation, Word

Starts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words [first, end) that stand side by side, at most `gap` words behind the run before."""

    first: int
    end: int
    gap: int | None


def runs_of(quotation: Quotation) -> list[Run]:
    """The stretches of a quotation that its marks leave as they are."""
    runs: list[Run] = []
    first, gap = 0, None
    for at, word in enumerate((*quotation.words, None)):
        bracketed = word is not None and word.kind is MarkKind.BRACKETED
        if at > first and (word is None or bracketed or at in quotation.breaks):
            runs.append(Run(first, at, gap))
            gap = MOST_BRACKETED
        if at in quotation.breaks:
            first, gap = at, None
        if bracketed:
            first = at + 1
    return runs


def literally(quotation: Quotation, analysis: Analysis) -> Iterator[list[Step]]:
    """Every place where all words stand side by side, those in brackets too."""
    count = len(quotation.words)
    for start in _starts(quotation.words, analysis):
        yield [Step(EditKind.SAME, 0, count, start, start + count)]


def as_marked(quotation: Quotation, analysis: Analysis) -> Iterator[list[Step]]:
    """The tightest places where gaps and other words stand only where the quotation marks them."""
    runs = runs_of(quotation)
    starts = []
    for run in runs:
        starts.append(_starts(quotation.words[run.first : run.end], analysis))
        if not starts[-1]:
            return
    by_end = {}
    for start in starts[0]:
        if places := _chain([start], runs, starts):
            by_end[places[-1]] = places  # of two with one end the later start is the tighter
    for places in by_end.values():
        yield _steps(quotation, analysis, runs, places)


def _starts(words: Sequence[Word], analysis: Analysis) -> list[int]:
    """Where these words stand side by side; those with letters in brackets are tried last."""
    pieces = sorted(_pieces(words), key=lambda piece: bool(words[piece[0]].pattern))
    starts: set[int] | None = None
    for first, end in pieces:
        here = {place - first for place in _places(words[first:end], analysis)}
        starts = here if starts is None else starts & here
        if not starts:
            return []
    return sorted(starts or ())


def _pieces(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of plain words; each word with letters in brackets by itself."""
    first = 0
    for at, word in enumerate(words):
        if word.pattern:
            if at > first:
                yield first, at
            yield at, at + 1
            first = at + 1
    if first < len(words):
        yield first, len(words)


def _places(words: Sequence[Word], analysis: Analysis) -> list[int]:
    if not words[0].pattern:
        return analysis.phrase_positions(tuple(word.token for word in words))
    forms = list(filter(words[0].allows, analysis.vocabulary))
    return analysis.positions(forms, stemmed=False)


def _chain(places: list[int], runs: list[Run], starts: Starts) -> list[int] | None:
    """The runs one behind the other, each as early as its gap lets the rest follow."""
    at = len(places)
    if at == len(runs):
        return places
    before, gap = runs[at - 1], runs[at].gap
    free = places[-1] + before.end - before.first
    for start in starts[at]:
        if start < free:
            continue
        if gap is not None and start > free + gap:
            return None
        if chain := _chain([*places, start], runs, starts):
            return chain
        if gap is None and all(run.gap is None for run in runs[at + 1 :]):
            return None  # a later start would not help what follows
    return None


def _steps(
    quotation: Quotation, analysis: Analysis, runs: list[Run], places: list[int]
) -> list[Step]:
    steps: list[Step] = []
    word = stop = 0
    for run, start in zip(runs, places, strict=True):
        if steps and (run.first > word or start > stop):
            kind = EditKind.OMITTED if run.gap is None and run.first == word else EditKind.BRACKETED
            steps.append(Step(kind, word, run.first, stop, start))
        elif run.first > word:
            steps.append(Step(EditKind.BRACKETED, word, run.first, start, start))
        word, stop = run.end, start + run.end - run.first
        steps += lettered(quotation, analysis, Step(EditKind.SAME, run.first, run.end, start, stop))
    if word < len(quotation.words):
        steps.append(Step(EditKind.BRACKETED, word, len(quotation.words), stop, stop))
    return steps


def lettered(quotation: Quotation, analysis: Analysis, same: Step) -> Iterator[Step]:
    """A stretch of equal words, parted where one is equal only but for letters in brackets."""
    first, start = same.first, same.start
    for at in range(same.claimed):
        word = quotation.words[same.first + at]
        if word.pattern and analysis.tokens[same.start + at] != word.token:
            here, there = same.first + at, same.start + at
            if here > first:
                yield Step(EditKind.SAME, first, here, start, there)
            yield Step(EditKind.BRACKETED, here, here + 1, there, there + 1)
            first, start = here + 1, there + 1
    if first < same.end:
        yield Step(EditKind.SAME, first, same.end, start, same.stop)
