"""Phrases and nearby words, from the positions of their words."""

from __future__ import annotations

import pytest

from onrecord.search.plan.phrase_matching import Occurrence, adjacent, occurrences


@pytest.mark.parametrize(
    ("positions", "starts"),
    [
        ([[3, 1]], [1, 3]),
        ([[1, 5], [2, 6]], [1, 5]),
        ([[1, 5], [3, 6]], [5]),
        ([[1], [1]], []),  # one word cannot stand for two
        ([[2], [1]], []),
        ([[1], [2], [3]], [1]),
        ([[1], [2], [4]], []),
        ([[1], [], [3]], []),
    ],
)
def test_adjacent_words(positions: list[list[int]], starts: list[int]) -> None:
    assert adjacent(positions) == starts


@pytest.mark.parametrize(
    ("groups", "gap", "runs"),
    [
        ([[[1, 4], [2, 5]]], 0, [((1, 2),), ((4, 5),)]),  # a phrase
        ([[[1]], [[3]]], 1, [((1, 1), (3, 3))]),
        ([[[1]], [[4]]], 1, []),
        ([[[1]], [[2]]], 0, [((1, 1), (2, 2))]),
        ([[[1]], [[1]]], 5, []),
        ([[[2]], [[1]]], 5, []),
        ([[[1, 2]], [[4]]], 5, [((2, 2), (4, 4))]),  # the tighter of two with the same end
        ([[[1, 4]], [[2, 5]]], 5, [((1, 1), (2, 2)), ((4, 4), (5, 5))]),
        ([[[1], [2]], [[3], [4]]], 0, [((1, 2), (3, 4))]),
        ([[[1], [2]], [[4], [5]]], 1, [((1, 2), (4, 5))]),
        ([[[1], [2]], [[2], [3]]], 9, []),  # groups do not overlap
        ([[[1]], [[3]], [[5]]], 2, [((1, 1), (3, 3), (5, 5))]),  # gaps add up
        ([[[1]], [[3]], [[5]]], 1, []),
    ],
)
def test_occurrences(
    groups: list[list[list[int]]], gap: int, runs: list[tuple[tuple[int, int], ...]]
) -> None:
    assert [found.runs for found in occurrences(groups, gap)] == runs


@pytest.mark.parametrize(
    ("runs", "first", "last", "gap"),
    [(((3, 5),), 3, 5, 0), (((1, 2), (5, 5)), 1, 5, 2), (((1, 1), (3, 3), (4, 6)), 1, 6, 1)],
)
def test_an_occurrence(runs: tuple[tuple[int, int], ...], first: int, last: int, gap: int) -> None:
    occurrence = Occurrence(runs)
    assert (occurrence.first, occurrence.last, occurrence.gap) == (first, last, gap)
