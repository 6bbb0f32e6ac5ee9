"""Ranking metrics as trec_eval defines them (github.com/usnistgov/trec_eval).

A ranking is ids, best first; grades are judgements by id, and a grade above 0 is relevant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import log2


def average_precision(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The mean precision at the rank of each relevant article, 0 for those below `depth`.

    Trec_eval's `map_cut`: still divided by all relevant articles.
    """
    relevant = relevant_ids(grades)
    found = [identity in relevant for identity in ranking[:depth]]
    precisions = (
        so_far / rank for rank, so_far in enumerate(accumulate(found), start=1) if found[rank - 1]
    )
    return sum(precisions) / len(relevant)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Discounted cumulative gain of the first `depth`, by that of the ideal ranking.

    Trec_eval's `ndcg_cut`: the gain is the grade, the discount log2(rank + 1) (Järvelin and
    Kekäläinen, ACM TOIS 20(4), 2002, as amended by Burges et al., ICML 2005).
    """
    gains = [grades.get(identity, 0) for identity in ranking[:depth]]
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return discounted(gains) / discounted(ideal)


def discounted(gains: Iterable[int]) -> float:
    """The sum of gains, each divided by log2(rank + 1)."""
    return sum(max(0, gain) / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def recall(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The share of relevant articles among the first `depth`."""
    relevant = relevant_ids(grades)
    return len(relevant.intersection(ranking[:depth])) / len(relevant)


def relevant_ids(grades: Mapping[str, int]) -> set[str]:
    """The articles judged relevant."""
    return {identity for identity, grade in grades.items() if grade > 0}
