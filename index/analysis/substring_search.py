"""Finds words and phrases in folded text by substring search, without tokenizing it.

The functions take the text padded with a space on either side. Offsets are those of the text
without the padding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from os.path import commonprefix  # works on any strings, despite its module

MAX_TOKEN_LENGTH = 255  # code points; text and query tokens are cut to it
MAX_PREFIXES = 8  # more are searched for by the prefix they share
_PROBE = (MAX_TOKEN_LENGTH + 1) // 2


def may_contain_long_word(folded: str) -> bool:
    """Whether a token may have been cut, so that it cannot be found by searching the text.

    A word over the limit covers at least one of the probed slices, which then has no space.
    """
    starts = range(0, len(folded) - _PROBE + 1, _PROBE)
    return not all(" " in folded[at : at + _PROBE] for at in starts)


def words_starting_with(prefixes: frozenset[str], padded: str) -> Iterator[tuple[str, int, int]]:
    """Every word that starts with one of the prefixes, once, with its start and end.

    Given many prefixes, other words that start with what they share are found too.
    """
    for prefix in _minimal(prefixes):
        wanted = f" {prefix}"
        at = _first(wanted, padded)
        while 0 <= at < len(padded) - 1:
            end = padded.find(" ", at + 1)
            if end > at + 1:
                yield padded[at + 1 : end], at, end - 1
            at = padded.find(wanted, end)


def _first(wanted: str, padded: str) -> int:
    """`padded.find(wanted)`, faster for acronyms, as full stops are rare in folded text."""
    if wanted[-1] != ".":
        return padded.find(wanted)
    end = padded.find(".") + 1
    while end and not padded.endswith(wanted, 0, end):
        end = padded.find(".", end) + 1
    return end - len(wanted) if end else -1


@lru_cache(maxsize=64)  # a wildcard may have thousands of prefixes
def _minimal(prefixes: frozenset[str]) -> list[str]:
    """The prefixes that do not start with another; what they share if they are many."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return kept if len(kept) <= MAX_PREFIXES else [commonprefix(kept)]


def find_phrase(words: tuple[str, ...], padded: str) -> Iterator[tuple[int, int]]:
    """Start and end of each occurrence of a phrase; occurrences may overlap."""
    if len(words) == 1:
        return _find_word(words[0], padded)
    return ((m.start(), m.end(1) - 1) for m in _phrase_pattern(words).finditer(padded))


def _find_word(word: str, padded: str) -> Iterator[tuple[int, int]]:
    wanted, length = f" {word} ", len(word)
    at = padded.find(wanted)
    while at >= 0:
        yield at, at + length
        at = padded.find(wanted, at + length)


@lru_cache(maxsize=1024)
def _phrase_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Consumes the first word only, so that a phrase is found where it overlaps itself."""
    first, *others = map(re.escape, words)
    rest = "".join(f" +{word}" for word in others)
    return re.compile(f" {first}(?=({rest}) )")
