"""BM25 scores of matching articles, combined as search.plan.nodes defines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import assert_never

from onrecord.index.schema import BY_NAME
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.plan.plan_nodes import (
    EXACT_WEIGHT,
    K1,
    TIE_BREAKER,
    AllOf,
    AnyOf,
    B,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    Plan,
    Span,
    TermsFilter,
)

Scores = dict[int, float]  # articles left out score nothing


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores articles, given the frequencies of a span in each."""

    segments: Segments
    articles: Set[int]
    frequencies: Callable[[Span], dict[int, int]]

    def scores(self, plan: Plan) -> Scores:
        """The scores of the articles that contain some span of the plan."""
        match plan:
            case Span():
                return self._span(plan)
            case BoostExact(base, bonus):
                more = self.scores(bonus).items()
                weighted = {article: EXACT_WEIGHT * score for article, score in more}
                return _sum([self.scores(base), weighted])
            case AnyOf(plans, dis_max=True):
                return _best([self.scores(inner) for inner in plans])
            case AllOf(plans) | AnyOf(plans):
                return _sum(self.scores(inner) for inner in plans)
            case Except() | TermsFilter() | DateRange() | MatchAll():
                return {}
            case _:
                assert_never(plan)

    def _span(self, span: Span) -> Scores:
        found = self.frequencies(span)
        count, doc_freq = len(self.segments.live), len(found)
        boost = BY_NAME[span.field].boost
        weight = boost * math.log(1 + (count - doc_freq + 0.5) / (doc_freq + 0.5)) * (K1 + 1)
        name = schema.length_column(span.field)
        lengths, per_token = self.segments.numbers(name), K1 * B / self.segments.average(name)
        flat = K1 * (1 - B)
        return {
            article: weight
            * found[article]
            / (found[article] + flat + per_token * lengths[article])
            for article in found.keys() & self.articles
        }


def _sum(several: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in several:
        for article, score in scores.items():
            total[article] = total.get(article, 0.0) + score
    return total


def _best(several: list[Scores]) -> Scores:
    best: Scores = {}
    for scores in several:
        for article, score in scores.items():
            best[article] = max(best.get(article, 0.0), score)
    total = _sum(several)
    return {
        article: score + TIE_BREAKER * (total[article] - score) for article, score in best.items()
    }
