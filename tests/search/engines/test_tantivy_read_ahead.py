"""A walk along the hits: the same ones as asked for one by one, found by a few searches."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.engines.tantivy.read_ahead import MOST_AHEAD, Walks

EVERY: Any = [(0.0, address) for address in range(30_000)]
ASKED = st.tuples(st.sampled_from("ab"), st.integers(0, 31_000), st.integers(1, 600))


@given(st.lists(ASKED))
def test_the_same_hits_as_without(asked: list[tuple[str, int, int]]) -> None:
    walks = Walks()
    for walk, offset, limit in asked:
        hits = walks.hits(walk, lambda first, n: EVERY[first : first + n], offset, limit)
        assert hits == EVERY[offset : offset + limit]


def test_few_searches_to_the_end() -> None:
    walks, searched = Walks(), []

    def ordered(offset: int, limit: int) -> Any:
        searched.append(limit)
        return EVERY[offset : offset + limit]

    for offset in range(0, len(EVERY), 500):
        walks.hits("all", ordered, offset, 500)
    assert len(searched) < 10
    assert max(searched) <= MOST_AHEAD + 500
