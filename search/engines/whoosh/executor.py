"""Plans run over segments: which articles match, exactly as search.plan.matcher defines it.

Whoosh's own query tree is not used: it keeps no order among equal scores, and its phrases
neither mix layers nor count the words in between as we do.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import assert_never

from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.postings import frequencies
from onrecord.search.engines.whoosh.scoring import Scorer
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.plan.nodes import (
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    Plan,
    Span,
    TermsFilter,
)
from onrecord.search.results.sorting import UNDATED


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Runs a plan over one commit, each of its spans once."""

    segments: Segments
    spans: dict[Span, dict[int, int]] = field(default_factory=dict)

    def matching(self, plan: Plan) -> Set[int]:
        """The articles that match."""
        match plan:
            case Span():
                return self._frequencies(plan).keys()
            case BoostExact(base, _):
                return self.matching(base)
            case AllOf(plans):
                found = sorted((self.matching(inner) for inner in plans), key=len)
                return self.segments.live.intersection(*found) if found else self.segments.live
            case AnyOf(plans):
                return set().union(*(self.matching(inner) for inner in plans))
            case Except(inner):
                return self.segments.live - self.matching(inner)
            case TermsFilter(name, values):
                holding = (self.segments.holding(name, schema.encoded(value)) for value in values)
                return set().union(*holding)
            case DateRange(first, last):
                return self._between(first, last)
            case MatchAll():
                return self.segments.live
            case _:
                assert_never(plan)

    def scores(self, plan: Plan, articles: Set[int]) -> dict[int, float]:
        """The score of each of these articles."""
        scorer = Scorer(self.segments, articles, self._frequencies)
        return dict.fromkeys(articles, 0.0) | scorer.scores(plan)

    def _frequencies(self, span: Span) -> dict[int, int]:
        if span not in self.spans:
            self.spans[span] = {
                part.base + article: count
                for part in self.segments.parts
                for article, count in frequencies(span, part).items()
            }
        return self.spans[span]

    def _between(self, first: int | None, last: int | None) -> Set[int]:
        earliest = schema.NO_DAY + 1 if first is None else first
        latest = UNDATED if last is None else last
        days = self.segments.numbers("day")
        within = {article for article, day in enumerate(days) if earliest <= day <= latest}
        return within - self.segments.deleted
