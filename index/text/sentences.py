"""Where a sentence ends, and the title of a text that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_TITLE_LENGTH = 120
TYPICAL_SENTENCE_LENGTH = 200  # code points, or less
_STOP = r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z])|[。！？][」』”]*"
_SENTENCE = re.compile(rf"{_STOP}|\n")
_SENTENCE_OR_PARAGRAPH = re.compile(rf"{_STOP}|\n\s*\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|No|vs|Jr|Sr)|\.[A-Z])\.$"
)


_LONGEST_ABBREVIATION = 8


def title_from(text: str) -> str:
    """The first sentence of a text that has no title, shortened at a word if long."""
    sentence = first_sentence(text)
    if len(sentence) <= MAX_TITLE_LENGTH:
        return sentence
    cut = sentence[:MAX_TITLE_LENGTH]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]
    return at_word.rstrip(" ,;:–—-") + "…"


def first_sentence(text: str) -> str:
    """Up to the first end of a sentence or line, initials and titles of people not counted."""
    text = text.lstrip()[: 8 * MAX_TITLE_LENGTH]
    for end in _SENTENCE.finditer(text):
        if _is_end(text, end):
            return " ".join(text[: end.end()].split())
    return " ".join(text.split())


def sentence_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Where sentences end in a stretch of a text; single line breaks end none."""
    for end in _SENTENCE_OR_PARAGRAPH.finditer(text, start, stop):
        if _is_end(text, end):
            yield end.end() if end[0].strip() else end.start()


def last_sentence_ends(text: str, start: int, stop: int, count: int) -> list[int]:
    """The last few of `sentence_ends`, of which those far from the stop need not be found."""
    near = max(start, stop - count * TYPICAL_SENTENCE_LENGTH)
    ends = list(sentence_ends(text, near, stop))
    if len(ends) <= count and near > start:  # the first may be cut in two
        ends = list(sentence_ends(text, start, stop))
    return ends[-count:]


def _is_end(text: str, end: re.Match[str]) -> bool:
    """Whether a sign that may end a sentence does: not behind an initial or a title."""
    before = text[max(0, end.start() - _LONGEST_ABBREVIATION) : end.start() + 1]
    return not end[0].strip() or not _ABBREVIATED.search(before)
