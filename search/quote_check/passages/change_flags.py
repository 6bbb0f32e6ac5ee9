"""What a difference changes: a negation, a number, a percentage, a date or a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.index.analysis.analyzer import Analysis
from onrecord.index.text.sentences import sentence_ends
from onrecord.search.quote_check.quotation import Quotation
from onrecord.search.quote_check.wordlists import is_date, is_negation, is_number, is_percentage

NEGATION = "negation"
MEANINGS = (NEGATION, "number", "percentage", "date", "name")
_LOOK_BACK = 12  # code points before a word in which a sentence may end


Placed = tuple[str, int, int]  # a token and where it stands


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: words of a text, each with where it stands."""

    text: str
    words: tuple[Placed, ...]


def claimed_side(quotation: Quotation, first: int, end: int) -> Side:
    words = quotation.words[first:end]
    return Side(quotation.text, tuple((word.token, word.start, word.end) for word in words))


def found_side(analysis: Analysis, start: int, stop: int) -> Side:
    words = ((analysis.tokens[at], *analysis.span(at, at)) for at in range(start, stop))
    return Side(analysis.text, tuple(words))


def touched(claimed: Side, found: Side) -> tuple[str, ...]:
    """What a difference between two sides changes, in a fixed order."""
    here = {word for word, *_ in claimed.words}
    there = {word for word, *_ in found.words}
    new = (kind for word in claimed.words if word[0] not in there for kind in _kinds(claimed, word))
    lost = (kind for word in found.words if word[0] not in here for kind in _kinds(found, word))
    kinds = {*new, *lost}
    return tuple(kind for kind in MEANINGS if kind in kinds)


def _kinds(side: Side, word: Placed) -> Iterator[str]:
    token, start, end = word
    written = side.text[start:end]
    if is_negation(token):
        yield NEGATION
    if is_percentage(token, side.text[end : end + 12]):
        yield "percentage"
    elif is_date(token, written):
        yield "date"
    elif is_number(token):
        yield "number"
    elif _is_name(side.text, start, end):
        yield "name"


def _is_name(text: str, start: int, end: int) -> bool:
    """A word with a capital that no beginning of a sentence, quotation or shouted text explains."""
    written = text[start:end]
    if not written[:1].isupper() or text.isupper():
        return False
    before = text[max(0, start - _LOOK_BACK) : start]
    if not before.strip(" \n\t\"“„«‘'([") or before.rstrip()[-1:] in '“„«"‘:':
        return False
    low = max(0, start - _LOOK_BACK)
    return not any(True for _ in sentence_ends(text, low, start + 1))
