"""How much words weigh by the share of articles that have them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from onrecord.search.quote_check.comparison.term_weights import TermWeights


@pytest.mark.parametrize(
    ("articles", "doc_freq", "weight"),
    [
        (1_000, 0, 1.0),
        (1_000, 1, 1.0),
        (1_000, 10, 1.0),  # one in a hundred
        (1_000, 11, 0.979),
        (1_000, 100, 0.52),
        (1_000, 1_000, 0.15),
        (10, 1, 1.0),  # of a few articles, one is rare
        (10, 10, 0.289),
        (1, 1, 1.0),
        (0, 0, 0.0),
    ],
)
def test_weights(articles: int, doc_freq: int, weight: float) -> None:
    weights = TermWeights(articles, lambda terms: dict.fromkeys(terms, doc_freq))
    weights.load(["a"])
    assert weights.total(["a"]) == pytest.approx(weight, abs=0.001)


def test_each_term_is_looked_up_once() -> None:
    asked: list[list[str]] = []

    def lookup(terms: Iterable[str]) -> dict[str, int]:
        asked.append(list(terms))
        return dict.fromkeys(terms, 1)

    weights = TermWeights(1, lookup)
    for words in (["a", "b", "a"], ["b", "c"], ["a", "c"]):
        weights.load(words)
    assert asked == [["a", "b"], ["c"]]
    assert weights.total(["a", "a", "c"]) == 3.0
