"""Quotation marks in an article: what stands inside them, and the words that say who spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from onrecord.index.analysis.analyzer import tokenize
from onrecord.index.text.sentences import last_sentence_ends, sentence_ends
from onrecord.search.quote_check.wordlists import is_saying

LONGEST_ATTRIBUTION = 25  # words
REACH = 3_000  # code points looked at before and behind a passage

TextRange = tuple[int, int]

_CLOSING = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›",
    "‘": "’", "'": "'", '"': '"',
}  # fmt: skip
_MARK = re.compile(r"[“”„«»「」『』‹›\"]|(?<!\w)[‘'](?=\w)|[’'](?!\w)|\n\s*\n")
_CLOSED = '”»」』›"'
_INTERRUPTION = re.compile(
    r"[^\w“„«]*[”“\"»'’」』›](?P<words>\W*\w[^\"“”„«»「」]*)[“„\"«»'‘「『‹]\W*"
)


def quoted_stretches(text: str) -> Iterator[TextRange]:
    """What stands between quotation marks, in order.

    Marks that never close end with their paragraph, as where a quotation runs on into the next.
    """
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opened is None:
            opened = mark if mark[0] in _CLOSING else None
        elif mark[0].isspace():
            if opened[0] not in "'‘":  # which an apostrophe may be
                yield opened.end(), mark.start()
            opened = None
        elif mark[0] in _CLOSING[opened[0]]:
            yield opened.end(), mark.start()
            opened = None


def quoted_around(text: str, start: int, end: int) -> list[TextRange]:
    """The stretches between quotation marks near a passage that have some of it, in order."""
    low = max(0, start - REACH)
    low = max(text.rfind("\n\n", low, start), low)
    window = text[low : end + REACH]
    stretches = ((first + low, last + low) for first, last in quoted_stretches(window))
    begun = takewhile(lambda stretch: stretch[0] < end, stretches)
    return [(first, last) for first, last in begun if start < last]


def is_interruption(between: str) -> bool:
    """Whether what stands between two words closes the quotation, says who spoke and opens it."""
    found = _INTERRUPTION.fullmatch(between)
    return found is not None and _attributes(found["words"])


def attribution(text: str, quoted: TextRange) -> str | None:
    """The words right behind or before quotation marks that say who spoke, as they stand there."""
    behind = text[quoted[1] : _end_behind(text, quoted[1])]
    if _attributes(behind):
        return behind.strip(" \n\t,.”“\"»'’」』›")
    before = text[_start_before(text, quoted[0]) : quoted[0]]
    return before.strip(" \n\t“„\"«»'‘「『‹") if _attributes(before) else None


def _attributes(words: str) -> bool:
    tokens = tokenize(words)
    return 0 < len(tokens) <= LONGEST_ATTRIBUTION and is_saying(tokens)


def _end_behind(text: str, closed: int) -> int:
    """Where what is said behind a closing mark is over: at a sentence's end or another opening."""
    stop = min(len(text), closed + REACH)
    opening = re.compile(r"[“„«「『‹\"]|\n\s*\n").search(text, closed + 1, stop)
    stop = opening.start() if opening else stop
    return next(sentence_ends(text, closed + 2, stop), stop)


def _start_before(text: str, opened: int) -> int:
    """Where the sentence that an opening mark stands in begins, or what was quoted before it."""
    low = max(0, opened - REACH)
    ended = last_sentence_ends(text, low, max(low, opened - 1), 1)
    closed = max(text.rfind(mark, low, opened - 1) for mark in _CLOSED)
    return max(low, *ended, closed + 1)
