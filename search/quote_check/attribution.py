"""Quotation marks in an article, and the attribution beside them that names the speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from onrecord.index.analysis.analyzer import tokenize
from onrecord.index.text.sentences import last_sentence_ends, sentence_ends
from onrecord.search.quote_check.wordlists import has_speech_verb

MAX_ATTRIBUTION_WORDS = 25
REACH = 3_000  # code points searched for marks before and after a passage

TextRange = tuple[int, int]

_CLOSING = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›",
    "‘": "’", "'": "'", '"': '"',
}  # fmt: skip
_MARK = re.compile(r"[“”„«»「」『』‹›\"]|(?<!\w)[‘'](?=\w)|[’'](?!\w)|\n\s*\n")
_OPENING_OR_PARAGRAPH = re.compile(r"[“„«「『‹\"]|\n\s*\n")
_CLOSED = '”»」』›"'
_INTERRUPTION = re.compile(
    r"[^\w“„«]*[”“\"»'’」』›](?P<words>\W*\w[^\"“”„«»「」]*)[“„\"«»'‘「『‹]\W*"
)


def quoted_ranges(text: str) -> Iterator[TextRange]:
    """The ranges between quotation marks, in order.

    An unclosed mark ends with its paragraph, as in quotations that run over several paragraphs.
    """
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            opened = mark if mark[0] in _CLOSING else None
        elif mark[0].isspace():
            if opened[0] not in "'‘":  # it may be an apostrophe
                yield opened.end(), mark.start()
            opened = None
        elif mark[0] in _CLOSING[opened[0]]:
            yield opened.end(), mark.start()
            opened = None


def quoted_around(text: str, start: int, end: int) -> list[TextRange]:
    """The quoted ranges that overlap a passage, in order."""
    low = max(0, start - REACH)
    low = max(text.rfind("\n\n", low, start), low)
    ranges = ((first + low, last + low) for first, last in quoted_ranges(text[low : end + REACH]))
    return [
        (first, last) for first, last in takewhile(lambda r: r[0] < end, ranges) if last > start
    ]


def is_interruption(between: str) -> bool:
    """Whether the text between two words closes the quotation, attributes it and reopens it."""
    found = _INTERRUPTION.fullmatch(between)
    return found is not None and _is_attribution(found["words"])


def attribution(text: str, quoted: TextRange) -> str | None:
    """The words right after or before quotation marks that name the speaker, as written."""
    after = text[quoted[1] : _end_after(text, quoted[1])]
    if _is_attribution(after):
        return after.strip(" \n\t,.”“\"»'’」』›")
    before = text[_start_before(text, quoted[0]) : quoted[0]]
    return before.strip(" \n\t“„\"«»'‘「『‹") if _is_attribution(before) else None


def _is_attribution(text: str) -> bool:
    tokens = tokenize(text)
    return len(tokens) <= MAX_ATTRIBUTION_WORDS and has_speech_verb(tokens)


def _end_after(text: str, closed: int) -> int:
    """The end of the sentence after a closing mark, or the next opening mark."""
    stop = min(len(text), closed + REACH)
    opening = _OPENING_OR_PARAGRAPH.search(text, closed + 1, stop)
    stop = opening.start() if opening else stop
    return next(sentence_ends(text, closed + 2, stop), stop)


def _start_before(text: str, opened: int) -> int:
    """The start of the sentence with an opening mark, or the end of the quotation before it."""
    low = max(0, opened - REACH)
    ended = last_sentence_ends(text, low, max(low, opened - 1), 1)
    closed = max(text.rfind(mark, low, opened - 1) for mark in _CLOSED)
    return max(low, *ended, closed + 1)
