"""Edit operations that turn a quotation into a passage, derived from the aligned blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.text.sentences import sentence_ends
from onrecord.search.quote_check.attribution import is_interruption
from onrecord.search.quote_check.comparison.alignment import Block, Blocks
from onrecord.search.quote_check.quotation import MarkKind, Quotation

MAX_BRACKET_WORDS = 6  # words of the article that one bracket may replace
MAX_DELETED_WORDS = 8  # more words than that skipped without a mark are a gap

_QUOTATION_MARK = re.compile('[“”„«»「」"]')


class EditKind(StrEnum):
    """The kinds of edit; those in CHANGES alter the quotation."""

    SAME = "same"
    SUBSTITUTED = "substituted"
    INSERTED = "inserted"  # only the quotation has these words
    DELETED = "deleted"  # only the article has these words, and no mark says so
    MOVED = "moved"  # the same words are elsewhere in the passage
    BRACKETED = "bracketed"  # replaced by words in square brackets
    OMITTED = "omitted"  # skipped by a mark of omission
    INTERRUPTED = "interrupted"  # the article interrupts the quotation to name the speaker
    GAP = "gap"  # from one passage to another without a mark


CHANGES = frozenset({EditKind.SUBSTITUTED, EditKind.INSERTED, EditKind.DELETED, EditKind.MOVED})
MARKED = frozenset({EditKind.BRACKETED, EditKind.OMITTED})
SKIPPED = frozenset({EditKind.OMITTED, EditKind.INTERRUPTED, EditKind.GAP})


@dataclass(frozen=True, slots=True)
class Edit:
    """Words [first, end) of the quotation opposite tokens [start, stop) of the article.

    A gap that goes back in the article has `stop` before `start`.
    """

    kind: EditKind
    first: int
    end: int
    start: int
    stop: int

    @property
    def claimed_words(self) -> int:
        """The number of words of the quotation."""
        return self.end - self.first

    @property
    def found_words(self) -> int:
        """The number of words of the article."""
        return self.stop - self.start


def same_words(edits: Iterable[Edit]) -> list[int]:
    """The positions of the quotation's words that the passage has."""
    same = (edit for edit in edits if edit.kind in (EditKind.SAME, EditKind.MOVED))
    return [word for edit in same for word in range(edit.first, edit.end)]


def diff(quotation: Quotation, analysis: Analysis, blocks: Blocks) -> list[Edit]:
    """The edits from the first word of the quotation to the last."""
    edits = _head(quotation, analysis, blocks[0])
    before: Block | None = None
    for block in blocks:
        if before:
            gap = Edit(EditKind.GAP, before.end, block.word, before.stop, block.token)
            edits += _classified(quotation, analysis, gap)
        same = Edit(EditKind.SAME, block.word, block.end, block.token, block.stop)
        edits += split_at_letters(quotation, analysis, same)
        before = block
    edits += _tail(quotation, analysis, blocks[-1])
    return _with_moves(edits, quotation, analysis)


def split_at_letters(quotation: Quotation, analysis: Analysis, same: Edit) -> Iterator[Edit]:
    """Equal words, with a BRACKETED edit for each that differs by letters in brackets."""
    first, shift = same.first, same.start - same.first
    for at in range(same.first, same.end):
        word = quotation.words[at]
        if word.pattern and analysis.tokens[at + shift] != word.token:
            if at > first:
                yield Edit(EditKind.SAME, first, at, first + shift, at + shift)
            yield Edit(EditKind.BRACKETED, at, at + 1, at + shift, at + shift + 1)
            first = at + 1
    if first < same.end:
        yield Edit(EditKind.SAME, first, same.end, first + shift, same.stop)


def largest_passage(blocks: Blocks, edits: Sequence[Edit]) -> Blocks:
    """The blocks of the passage with the most words, where gaps separate several passages."""
    gaps = [edit.first for edit in edits if edit.kind is EditKind.GAP]
    passages: dict[int, Blocks] = {}
    for block in blocks:
        passages.setdefault(bisect_right(gaps, block.word), []).append(block)
    return max(passages.values(), key=lambda own: sum(block.length for block in own))


def crosses_sentence(analysis: Analysis, edit: Edit) -> bool:
    """Whether a sentence ends between the words before and after the article's side."""
    return _sentence_ends(analysis, *_between(analysis, edit.start - 1, edit.stop))


def _head(quotation: Quotation, analysis: Analysis, block: Block) -> list[Edit]:
    """The quotation's words before the first block, opposite as many of the article's.

    Words beyond the sentence or the quotation marks are not compared.
    """
    start, low = block.token, max(0, block.token - block.word)
    while start > low and not _is_boundary(analysis, start - 1):
        start -= 1
    return _edge(quotation, Edit(EditKind.SUBSTITUTED, 0, block.word, start, block.token))


def _tail(quotation: Quotation, analysis: Analysis, block: Block) -> list[Edit]:
    """The same after the last block."""
    count = len(quotation.words)
    stop, high = block.stop, min(len(analysis.tokens), block.stop + count - block.end)
    while stop < high and not _is_boundary(analysis, stop - 1):
        stop += 1
    return _edge(quotation, Edit(EditKind.SUBSTITUTED, block.end, count, block.stop, stop))


def _edge(quotation: Quotation, edit: Edit) -> list[Edit]:
    if not edit.claimed_words:
        return []
    if _is_bracketed(quotation, edit):
        return [replace(edit, kind=EditKind.BRACKETED)]
    return [edit if edit.found_words else replace(edit, kind=EditKind.INSERTED)]


def _classified(quotation: Quotation, analysis: Analysis, gap: Edit) -> Iterator[Edit]:
    if not gap.claimed_words and not gap.found_words:
        return
    kind = _kind(quotation, analysis, gap)
    if kind in (EditKind.GAP, EditKind.OMITTED) and gap.claimed_words:
        own = EditKind.BRACKETED if _is_bracketed(quotation, gap) else EditKind.INSERTED
        yield Edit(own, gap.first, gap.end, gap.start, gap.start)
        gap = replace(gap, first=gap.end)
    yield replace(gap, kind=kind)


def _kind(quotation: Quotation, analysis: Analysis, gap: Edit) -> EditKind:
    """The kind of edit between two blocks."""
    if gap.found_words < 0:
        return EditKind.GAP
    if not quotation.breaks.isdisjoint(range(gap.first, gap.end + 1)):
        return EditKind.OMITTED
    if _is_bracketed(quotation, gap) and gap.found_words <= MAX_BRACKET_WORDS:
        return EditKind.BRACKETED
    between = slice(*_between(analysis, gap.start - 1, gap.stop))
    if not gap.claimed_words and is_interruption(analysis.text[between]):
        return EditKind.INTERRUPTED
    if gap.found_words - gap.claimed_words > MAX_DELETED_WORDS or _skips_sentence(analysis, gap):
        return EditKind.GAP
    if not gap.found_words:
        return EditKind.INSERTED
    return EditKind.SUBSTITUTED if gap.claimed_words else EditKind.DELETED


def _is_bracketed(quotation: Quotation, gap: Edit) -> bool:
    words = quotation.words[gap.first : gap.end]
    return bool(words) and all(word.kind is MarkKind.BRACKETED for word in words)


def _skips_sentence(analysis: Analysis, gap: Edit) -> bool:
    """Whether the quotation skips at least a whole sentence."""
    return (
        not gap.claimed_words
        and _sentence_ends(analysis, *_between(analysis, gap.start - 1, gap.start))
        and _sentence_ends(analysis, *_between(analysis, gap.stop - 1, gap.stop))
    )


def _is_boundary(analysis: Analysis, token: int) -> bool:
    """Whether a sentence or a quotation begins or ends after this token."""
    start, end = _between(analysis, token, token + 1)
    is_quoted = _QUOTATION_MARK.search(analysis.text, start, end) is not None
    return is_quoted or _sentence_ends(analysis, start, end)


def _between(analysis: Analysis, left: int, right: int) -> tuple[int, int]:
    """The offsets of the text between two tokens."""
    return analysis.span(left, left)[1], analysis.span(right, right)[0]


def _sentence_ends(analysis: Analysis, start: int, end: int) -> bool:
    return any(True for _ in sentence_ends(analysis.text, start, end + 1))


def _with_moves(edits: list[Edit], quotation: Quotation, analysis: Analysis) -> list[Edit]:
    """Edits with the same words inserted here and deleted there marked as moved."""

    def sides(edit: Edit) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = tuple(analysis.tokens[edit.start : edit.stop])
        return quotation.tokens[edit.first : edit.end], found

    changes = [sides(edit) for edit in edits if edit.kind in CHANGES]
    moved = {claimed for claimed, _ in changes} & {found for _, found in changes} | {()}
    return [
        replace(edit, kind=EditKind.MOVED)
        if edit.kind in CHANGES and moved.issuperset(sides(edit))
        else edit
        for edit in edits
    ]
