"""A cursor carries a place through any channel that keeps letters, and is checked on return."""

from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.errors import InvalidCursor
from onrecord.search.results.pagination import (
    Cursor,
    decode_cursor,
    encode_cursor,
    search_fingerprint,
)
from onrecord.search.results.sorting import SearchAfter

places = st.builds(
    SearchAfter, st.floats(allow_nan=False, allow_infinity=False), st.text(), st.integers(0, 10**9)
)


@given(places, st.text(min_size=1))
def test_a_cursor_comes_back_as_it_went(place: SearchAfter, generation: str) -> None:
    word = encode_cursor(Cursor(place, "search", generation))
    assert re.fullmatch(r"[\w-]+", word, re.ASCII)
    assert decode_cursor(word, "search") == Cursor(place, "search", generation)


def packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


PLACE = {"score": 1.0, "key": "20240101a", "rank": 1}


@pytest.mark.parametrize(
    "word",
    [
        *["", "x", "10", "page 2", "日本", "=" * 9, "A" * 100_000, "\ud800", "../../etc/passwd"],
        *map(packed, ["", "[]", "{}", "null", "1", '{"place": 1}', "[" * 100_000]),
        packed(json.dumps({"search": "search", "generation": "1"})),
        packed(json.dumps({"place": PLACE, "generation": "1"})),
        packed(json.dumps({"place": PLACE | {"score": "high"}, "search": "search"})),
        packed('{"place": {"score": 1, "key": "", "rank": Infinity}, "search": "search"}'),
    ],
)
def test_what_is_no_cursor_is_told(word: str) -> None:
    with pytest.raises(InvalidCursor, match="is not a cursor; copy `next` from the last page"):
        decode_cursor(word, "search")


def test_a_cursor_of_another_search_is_told() -> None:
    word = encode_cursor(Cursor(SearchAfter(1.0, "", 1), "search", "1"))
    with pytest.raises(InvalidCursor, match="belongs to another query, filter or order"):
        decode_cursor(word, "another")


@given(st.text())
def test_any_word_is_a_cursor_or_told(word: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(word, "search")


def test_searches_are_told_apart_by_all_their_parts() -> None:
    marks = {search_fingerprint(*parts) for parts in [("a", "b"), ("ab", ""), ("a", ""), ("", "a")]}
    assert len(marks) == 4
