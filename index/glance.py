"""Finding words in a folded text that spaces part, without cutting it into tokens.

Positions are those of the text; the functions take it with a space put before and behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from os.path import commonprefix  # of letters: the name misleads

LONGEST_TOKEN = 255  # code points; what is longer is cut, on both sides
_STRETCH = (LONGEST_TOKEN + 1) // 2


def may_have_long_word(folded: str) -> bool:
    """Whether some token may have been cut, so that it does not stand in the text as it is.

    A word that long leaves no space in at least one of the stretches looked at.
    """
    starts = range(0, len(folded) - _STRETCH + 1, _STRETCH)
    return not all(" " in folded[at : at + _STRETCH] for at in starts)


def words_from(beginnings: Iterable[str], padded: str) -> Iterator[tuple[str, int, int]]:
    """Every word that begins in one of these ways, and the stretch where it stands."""
    pattern = _words_from(frozenset(beginnings))
    return ((m[1], m.start(), m.end() - 1) for m in pattern.finditer(padded))


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
def _words_from(beginnings: frozenset[str]) -> re.Pattern[str]:
    """What the beginnings share comes first: it makes the search quick."""
    shared = commonprefix([min(beginnings, default=""), max(beginnings, default="")])
    others = "|".join(re.escape(start.removeprefix(shared)) for start in sorted(beginnings))
    return re.compile(f" ({re.escape(shared)}(?:{others})[^ ]*)")


@lru_cache(maxsize=1024)
def _side_by_side(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches overlap where a phrase does with itself: only its first word is consumed."""
    first, *others = map(re.escape, words)
    behind = "".join(f" +{word}" for word in others)
    return re.compile(f" {first}(?=({behind}) )")
