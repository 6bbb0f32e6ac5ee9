"""Finding words in a folded text that spaces part, without cutting it into tokens.

Positions are those of the text; the functions take it with a space put before and behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

LONGEST_TOKEN = 255  # code points; what is longer is cut, on both sides
_STRETCH = (LONGEST_TOKEN + 1) // 2


def may_have_long_word(folded: str) -> bool:
    """Whether some token may have been cut, so that it does not stand in the text as it is.

    A word that long leaves no space in at least one of the stretches looked at.
    """
    starts = range(0, len(folded) - _STRETCH + 1, _STRETCH)
    return not all(" " in folded[at : at + _STRETCH] for at in starts)


def words_from(beginning: str, padded: str) -> set[str]:
    """The different words that begin so."""
    return set(_words_from(beginning).findall(padded))


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


@lru_cache(maxsize=4096)
def _words_from(beginning: str) -> re.Pattern[str]:
    return re.compile(f" ({re.escape(beginning)}[^ ]*)")


@lru_cache(maxsize=1024)
def _side_by_side(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches overlap where a phrase does with itself: only its first word is consumed."""
    first, *others = map(re.escape, words)
    behind = "".join(f" +{word}" for word in others)
    return re.compile(f" {first}(?=({behind}) )")
