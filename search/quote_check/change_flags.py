"""Flags what a change affects: a negation, a number, a percentage, a date or a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.text.sentences import sentence_ends
from onrecord.search.quote_check.comparison.diff import CHANGES, Edit, EditKind
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.wordlists import is_date, is_negation, is_number, is_percentage

NEGATION = "negation"
FLAGS = (NEGATION, "number", "percentage", "date", "name")
LOOK_BACK = 12  # code points before a word searched for the end of a sentence

TokenAt = tuple[str, int, int]  # with its offsets


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: some words of a text."""

    text: str
    words: tuple[TokenAt, ...]


def affected_by(edit: Edit, quotation: Quotation, analysis: Analysis) -> tuple[str, ...]:
    """What a change affects, in the order of FLAGS; moved words affect negations only."""
    if edit.kind not in CHANGES:
        return ()
    words = quotation.words[edit.first : edit.end]
    claimed = Side(quotation.text, tuple((word.token, word.start, word.end) for word in words))
    span, tokens = analysis.span, range(edit.start, edit.stop)
    found = Side(analysis.text, tuple((analysis.tokens[at], *span(at, at)) for at in tokens))
    flags = {*_flags(claimed, found), *_flags(found, claimed)}
    if edit.kind is EditKind.MOVED:
        flags &= {NEGATION}
    return tuple(flag for flag in FLAGS if flag in flags)


def _flags(side: Side, other: Side) -> Iterator[str]:
    """The flags of the words that the other side does not have."""
    common = {token for token, _, _ in other.words}
    for token, start, end in side.words:
        if token in common:
            continue
        if is_negation(token):
            yield NEGATION
        if is_percentage(token, side.text, end):
            yield "percentage"
        elif is_date(token, side.text[start:end]):
            yield "date"
        elif is_number(token):
            yield "number"
        elif _is_name(side.text, start, end):
            yield "name"


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a word is capitalized within a sentence, in a text that is not all capitals."""
    if not text[start:end][:1].isupper() or text.isupper():
        return False
    low = max(0, start - LOOK_BACK)
    before = text[low:start]
    if not before.strip(" \n\t\"“„«‘'([") or before.rstrip()[-1:] in '“„«"‘:':
        return False
    return not any(True for _ in sentence_ends(text, low, start + 1))
