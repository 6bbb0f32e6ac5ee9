"""Pages continue where they ended, whatever changed meanwhile; cursors survive any channel."""

from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.errors import InvalidCursor
from onrecord.search.plan.document import Document
from onrecord.search.results.pagination import (
    Cursor,
    ScoredDocument,
    decode_cursor,
    encode_cursor,
    page_after,
    previous_page_start,
    search_fingerprint,
)
from onrecord.search.results.sorting import SearchAfter
from tests.corpus import article

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
    with pytest.raises(InvalidCursor, match="is not a cursor; copy `next` from the previous page"):
        decode_cursor(word, "search")


def test_a_cursor_of_another_search_is_told() -> None:
    word = encode_cursor(Cursor(SearchAfter(1.0, "", 1), "search", "1"))
    with pytest.raises(InvalidCursor, match="belongs to another query, filter or sort order"):
        decode_cursor(word, "another")


@given(st.text())
def test_any_word_is_a_cursor_or_told(word: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(word, "search")


def hits(*keys: str) -> list[ScoredDocument]:
    """Hits by score ("2a" before "1a") and key."""
    return [
        ScoredDocument(Document(article(key, "", "")), SearchAfter(float(key[0]), key[1:], rank))
        for rank, key in enumerate(keys, start=1)
    ]


BEFORE = ("3a", "2a", "2b", "1a", "1b")
AFTER_TWO = [  # what the index has become, the page of two hits after the second of BEFORE
    (BEFORE, ["2b", "1a"]),
    (("3a", "2a"), []),
    ((), []),
    (("2b", "1a"), ["2b", "1a"]),
    (("3a", "2b", "1a", "1b"), ["2b", "1a"]),  # the hit itself is gone
    (("4a", "3a", "2a", "2b"), ["2b"]),  # ranks have moved
    (("4a", "4b", "4c", "3a", "2a", "2b", "2c", "1a"), ["2b", "2c"]),
    (("1c",), ["1c"]),
]


@pytest.mark.parametrize(("now", "expected"), AFTER_TWO)
def test_a_page_continues_after_a_hit(now: tuple[str, ...], expected: list[str]) -> None:
    after = hits(*BEFORE)[1].search_after
    ranked = hits(*now)
    page = page_after(lambda at, n: ranked[at : at + n], lambda: len(ranked), after, 2)
    shown = [found.document.article.id for found in page.documents]
    assert (shown, page.total) == (expected, len(now))
    assert page.has_more == (bool(shown) and shown[-1] != now[-1])


@pytest.mark.parametrize(
    ("rank", "limit", "expected"),
    [(5, 2, 3), (5, 4, 1), (5, 5, None), (5, 6, None), (2, 1, 1), (1, 1, None)],
)
def test_the_previous_page(rank: int, limit: int, expected: int | None) -> None:
    """The position of a page's last hit, and the rank after which the page before it starts."""
    ranked = hits(*BEFORE)
    after = ranked[rank - 1].search_after
    start = previous_page_start(
        lambda at, n: ranked[at : at + n] if at >= 0 else pytest.fail("negative offset"),
        len(ranked),
        after,
        limit,
    )
    assert (start and start.rank) == expected


def test_a_rank_beyond_the_end_is_looked_up_by_order() -> None:
    ranked = hits("3a", "2a")
    for rank in (-1, 0, 3, 99):
        page = page_after(
            lambda at, n: ranked[at : at + n] if at >= 0 else pytest.fail("negative offset"),
            lambda: len(ranked),
            SearchAfter(3.0, "a", rank),
            5,
        )
        assert [found.document.article.id for found in page.documents] == ["2a"]


def test_searches_are_told_apart_by_all_their_parts() -> None:
    marks = {search_fingerprint(*parts) for parts in [("a", "b"), ("ab", ""), ("a", ""), ("", "a")]}
    assert len(marks) == 4


@pytest.mark.parametrize("rank", [1, 3, 5])
def test_a_hit_that_has_kept_its_rank_is_found_at_once(rank: int) -> None:
    asked: list[tuple[int, int]] = []
    ranked = hits(*BEFORE)

    def take(at: int, number: int) -> list[ScoredDocument]:
        asked.append((at, number))
        return ranked[at : at + number]

    page_after(take, lambda: len(ranked), ranked[rank - 1].search_after, 2)
    assert asked == [(rank - 1, 1), (rank, 2)]
