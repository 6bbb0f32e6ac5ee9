"""Finding words in a folded text that spaces part, without cutting it into tokens.

Positions are those of the text; the functions take it with a space put before and behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from os.path import commonprefix  # of letters: the name misleads

LONGEST_TOKEN = 255  # code points; what is longer is cut, on both sides
FEW = 8  # beginnings that are sought one by one
_STRETCH = (LONGEST_TOKEN + 1) // 2


def may_have_long_word(folded: str) -> bool:
    """Whether some token may have been cut, so that it does not stand in the text as it is.

    A word that long leaves no space in at least one of the stretches looked at.
    """
    starts = range(0, len(folded) - _STRETCH + 1, _STRETCH)
    return not all(" " in folded[at : at + _STRETCH] for at in starts)


def words_from(beginnings: frozenset[str], padded: str) -> Iterator[tuple[str, int, int]]:
    """Every word that begins in one of these ways, once, and the stretch where it stands.

    Where that is quicker, other words with their first letters come too.
    """
    for beginning in _shortest(beginnings):
        wanted = f" {beginning}"
        at = _first(wanted, padded)
        while 0 <= at < len(padded) - 1:
            end = padded.find(" ", at + 1)
            if end > at + 1:
                yield padded[at + 1 : end], at, end - 1
            at = padded.find(wanted, end)


def _first(wanted: str, padded: str) -> int:
    """Where this stands first, or -1; full stops are few in folded text, and found at a glance."""
    if wanted[-1] != ".":
        return padded.find(wanted)
    end = padded.find(".") + 1
    while end and not padded.endswith(wanted, 0, end):
        end = padded.find(".", end) + 1
    return end - len(wanted) if end else -1


@lru_cache(maxsize=64)  # a wildcard may have thousands
def _shortest(beginnings: frozenset[str]) -> list[str]:
    """Those that do not begin with another; if they are many, what they share."""
    kept: list[str] = []
    for beginning in sorted(beginnings):
        if not kept or not beginning.startswith(kept[-1]):
            kept.append(beginning)
    return kept if len(kept) <= FEW else [commonprefix(kept)]


def find_words(words: tuple[str, ...], padded: str) -> Iterator[tuple[int, int]]:
    """The stretches in which these words stand side by side."""
    if len(words) == 1:
        return _find_word(words[0], padded)
    return ((m.start(), m.end(1) - 1) for m in _side_by_side(words).finditer(padded))


def _find_word(word: str, padded: str) -> Iterator[tuple[int, int]]:
    wanted, length = f" {word} ", len(word)
    at = padded.find(wanted)
    while at >= 0:
        yield at, at + length
        at = padded.find(wanted, at + length)


@lru_cache(maxsize=1024)
def _side_by_side(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches overlap where a phrase does with itself: only its first word is consumed."""
    first, *others = map(re.escape, words)
    behind = "".join(f" +{word}" for word in others)
    return re.compile(f" {first}(?=({behind}) )")
