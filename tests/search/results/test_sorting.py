"""The total order: score, then date (newest first, undated last), then id."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.dates import day_number
from onrecord.search.results.sorting import Sort, round_score, sort_key

OLD, NEW = date(2023, 12, 31), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, [(NEW, "a"), (NEW, "b"), (OLD, "a"), (None, "a"), (None, "b")]),
        (Sort.OLDEST, [(OLD, "a"), (NEW, "a"), (NEW, "b"), (None, "a"), (None, "b")]),
        (Sort.RELEVANCE, [(NEW, "b"), (OLD, "a"), (None, "a")]),
    ],
)
def test_keys_sort_as_hits_do(sort: Sort, order: list[tuple[date | None, str]]) -> None:
    keys = [sort_key(sort, day, identity) for day, identity in order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.dates(), st.dates(), st.text(), st.text())
def test_every_day_sorts_before_undated(one: date, other: date, id_one: str, id_other: str) -> None:
    for sort in Sort:
        dated = sort_key(sort, one, id_one), sort_key(sort, other, id_other)
        assert max(dated) < sort_key(sort, None, "")
    newest = sort_key(Sort.NEWEST, one, id_one) < sort_key(Sort.NEWEST, other, id_other)
    oldest = sort_key(Sort.OLDEST, one, id_one) < sort_key(Sort.OLDEST, other, id_other)
    assert newest != oldest or one == other


def test_a_day_as_a_number() -> None:
    assert day_number(date(2024, 3, 5)) == 20240305


@pytest.mark.parametrize(
    ("score", "kept"), [(0.0, 0.0), (1.0000001, 1.0), (12.34567, 12.346), (0.000123456, 0.00012346)]
)
def test_the_last_digits_of_a_score_do_not_count(score: float, kept: float) -> None:
    assert round_score(score) == kept
