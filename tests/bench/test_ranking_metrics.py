"""The measures of a ranking, against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from bench.ranking_metrics import average_precision, ndcg, recall

GRADES = {"a": 1, "b": 2, "x": 0, "spam": -2}


@pytest.mark.parametrize(
    ("ranking", "depth", "expected"),
    [
        ("ab", 5, 1.0),
        ("axb", 5, (1 / 1 + 2 / 3) / 2),
        ("axb", 2, (1 / 1) / 2),  # b comes too late to count, and is still missed
        ("xyz", 5, 0.0),
        ("", 5, 0.0),
    ],
)
def test_average_precision(ranking: str, depth: int, expected: float) -> None:
    assert average_precision(list(ranking), GRADES, depth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "depth", "expected"),
    [
        ("ba", 10, 1.0),
        ("ab", 10, (1 + 2 / log2(3)) / (2 + 1 / log2(3))),
        ("xb", 10, (2 / log2(3)) / (2 + 1 / log2(3))),
        (["spam", "b"], 10, (2 / log2(3)) / (2 + 1 / log2(3))),
        ("ba", 4, 1.0),  # an ideal ranking is as long as its grades above 0
        ("ab", 1, 1 / 2),  # the best first place would have been b
        ("", 10, 0.0),
    ],
)
def test_ndcg(ranking: str | list[str], depth: int, expected: float) -> None:
    assert ndcg(list(ranking), GRADES, depth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranking", "depth", "expected"),
    [("ab", 100, 1.0), ("xa", 100, 0.5), ("xa", 1, 0.0), ("", 100, 0.0)],
)
def test_recall(ranking: str, depth: int, expected: float) -> None:
    assert recall(list(ranking), GRADES, depth) == expected
