"""Sentence boundaries, and titles for texts without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_TITLE_LENGTH = 120
TYPICAL_SENTENCE_LENGTH = 200  # few are longer
_MAX_ABBREVIATION_LENGTH = 8
_STOP = r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z])|[。！？][」』”]*"
_SENTENCE = re.compile(rf"{_STOP}|\n")
_SENTENCE_OR_PARAGRAPH = re.compile(rf"{_STOP}|\n\s*\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|No|vs|Jr|Sr)|\.[A-Z])\.$"
)


def title_from(text: str) -> str:
    """The first sentence as a title, truncated at a word."""
    sentence = first_sentence(text)
    if len(sentence) <= MAX_TITLE_LENGTH:
        return sentence
    cut = sentence[:MAX_TITLE_LENGTH]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]
    return at_word.rstrip(" ,;:–—-") + "…"


def first_sentence(text: str) -> str:
    """The text up to the first end of a sentence or line."""
    text = text.lstrip()[: 8 * MAX_TITLE_LENGTH]
    for end in _SENTENCE.finditer(text):
        if _is_end(text, end):
            return " ".join(text[: end.end()].split())
    return " ".join(text.split())


def sentence_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """The offsets at which sentences end in a range of the text; line breaks do not count."""
    for end in _SENTENCE_OR_PARAGRAPH.finditer(text, start, stop):
        if _is_end(text, end):
            yield end.end() if end[0].strip() else end.start()


def last_sentence_ends(text: str, start: int, stop: int, count: int) -> list[int]:
    """The last of `sentence_ends`, found without looking at all of the range."""
    near = max(start, stop - count * TYPICAL_SENTENCE_LENGTH)
    ends = list(sentence_ends(text, near, stop))
    if len(ends) <= count and near > start:  # the first may be part of a longer sentence
        ends = list(sentence_ends(text, start, stop))
    return ends[-count:]


def _is_end(text: str, end: re.Match[str]) -> bool:
    """Whether this is an end of a sentence: not after an initial or a title."""
    before = text[max(0, end.start() - _MAX_ABBREVIATION_LENGTH) : end.start() + 1]
    return not end[0].strip() or not _ABBREVIATED.search(before)
