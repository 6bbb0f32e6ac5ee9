"""Words and phrases found by searching a folded text, without splitting it."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.substring_search import (
    MAX_PREFIXES,
    MAX_TOKEN_LENGTH,
    find_phrase,
    may_contain_long_word,
    words_starting_with,
)

LONG_WORDS = [  # (folded text, whether a token may have been cut)
    ("", False),
    ("a " * 200, False),
    ("x" * 127, False),
    ("x" * 128, True),  # shorter than the limit, but no space in the first slice
    ("a " + "x" * 126 + " b", False),
    ("a " + "x" * MAX_TOKEN_LENGTH + " b", True),
    ("a " * 64 + "x" * 128, True),
    ("a " * 64 + "x" * 127, False),
]
STARTING = [  # (prefixes, folded text, words with start and end)
    ("war", "war wars warring award", "war:0-3 wars:4-8 warring:9-16"),
    ("war", "a war", "war:2-5"),
    ("war", "", ""),
    ("war wars", "wars war", "wars:0-4 war:5-8"),  # each once
    ("b a", "a b", "a:0-1 b:2-3"),
    ("war", "war  wars ", "war:0-3 wars:5-9"),
    # a full stop is searched for first
    ("u.", "us u.s un u.n", "u.s:3-6 u.n:10-13"),
    ("u.", "19.5 u.s", "u.s:5-8"),
    ("u.", "19.5 us", ""),
    ("u.", "us", ""),
    ("l'o.", "l'o l'o.n.u", "l'o.n.u:4-11"),
    # an empty prefix: every word
    (None, " a  bc ", "a:1-2 bc:4-6"),
]
PHRASES = [  # (words, folded text, start and end of each occurrence)
    ("war", "war wars war", "0-3 9-12"),
    ("war", "award war.s", ""),
    ("war", "war war", "0-3 4-7"),
    ("the war", "the war in the  war", "0-7 11-19"),
    ("the war", "the wars bathe war", ""),
    ("to be to", "to be to be to", "0-8 6-14"),  # it overlaps itself
    ("u.s war", "uxs war u.s war", "8-15"),  # a full stop is no wildcard
]


@pytest.mark.parametrize(("folded", "expected"), LONG_WORDS)
def test_texts_with_long_words(folded: str, expected: bool) -> None:
    assert may_contain_long_word(folded) is expected


@pytest.mark.parametrize(("prefixes", "folded", "expected"), STARTING)
def test_words_starting_with(prefixes: str | None, folded: str, expected: str) -> None:
    wanted = frozenset([""] if prefixes is None else prefixes.split())
    found = sorted(words_starting_with(wanted, f" {folded} "), key=lambda word: word[1])
    assert " ".join(f"{word}:{start}-{end}" for word, start, end in found) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(MAX_PREFIXES, "wa0 wa1"), (MAX_PREFIXES + 1, "wa0 wa1 wax")]
)
def test_many_prefixes_are_searched_for_by_what_they_share(count: int, expected: str) -> None:
    prefixes = frozenset(f"wa{n}" for n in range(count))
    found = words_starting_with(prefixes, " wa0 wa1 wax no ")
    assert " ".join(word for word, _, _ in found) == expected


@pytest.mark.parametrize(("words", "folded", "expected"), PHRASES)
def test_find_phrase(words: str, folded: str, expected: str) -> None:
    found = find_phrase(tuple(words.split()), f" {folded} ")
    assert " ".join(f"{start}-{end}" for start, end in found) == expected
