"""Plans run over segments: which articles match, and their BM25 scores, exactly as defined.

Whoosh's own query tree is not used: it keeps no order among equal scores, and its phrases
neither mix layers nor count the words in between as we do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import assert_never

from index import schema
from search.engines.whoosh import fields
from search.engines.whoosh.postings import frequencies
from search.engines.whoosh.segments import Segments
from search.order import UNDATED
from search.plan import All, AllOf, AnyOf, Between, Except, OneOf, Plan, Prefer, Span

# BM25 with the usual constants (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009).
K1, B = 1.2, 0.75


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
            case Prefer(base, _):
                return self.matching(base)
            case AllOf(plans):
                found = sorted((self.matching(inner) for inner in plans), key=len)
                return self.segments.live.intersection(*found) if found else self.segments.live
            case AnyOf(plans):
                return set().union(*(self.matching(inner) for inner in plans))
            case Except(inner):
                return self.segments.live - self.matching(inner)
            case OneOf(name, values):
                holding = (self.segments.holding(name, fields.encoded(value)) for value in values)
                return set().union(*holding)
            case Between(first, last):
                return self._between(first, last)
            case All():
                return self.segments.live
            case _:
                assert_never(plan)

    def scores(self, plan: Plan, articles: Set[int]) -> dict[int, float]:
        """The score of each of these articles: the sum over the spans that stand in it."""
        scores = dict.fromkeys(articles, 0.0)
        for span in _scored_spans(plan):
            self._add_scores(span, scores)
        return scores

    def _add_scores(self, span: Span, scores: dict[int, float]) -> None:
        found = self._frequencies(span)
        every, holding = len(self.segments.live), len(found)
        boost = schema.BY_NAME[span.field].boost
        weight = boost * math.log(1 + (every - holding + 0.5) / (holding + 0.5)) * (K1 + 1)
        name = fields.length_of(span.field)
        lengths, per_token = self.segments.numbers(name), K1 * B / self.segments.average(name)
        for article in found.keys() & scores.keys():
            frequency = found[article]
            norm = K1 * (1 - B) + per_token * lengths[article]
            scores[article] += weight * frequency / (frequency + norm)

    def _frequencies(self, span: Span) -> dict[int, int]:
        if span not in self.spans:
            self.spans[span] = {
                part.base + article: count
                for part in self.segments.parts
                for article, count in frequencies(span, part).items()
            }
        return self.spans[span]

    def _between(self, first: int | None, last: int | None) -> Set[int]:
        earliest = fields.NO_DAY + 1 if first is None else first
        latest = UNDATED if last is None else last
        days = self.segments.numbers("day")
        within = {article for article, day in enumerate(days) if earliest <= day <= latest}
        return within - self.segments.deleted


def _scored_spans(plan: Plan) -> Iterator[Span]:
    match plan:
        case Span():
            yield plan
        case Prefer(base, bonus):
            yield from _spans_of((base, bonus))
        case AllOf(plans) | AnyOf(plans):
            yield from _spans_of(plans)
        case Except() | OneOf() | Between() | All():
            return
        case _:
            assert_never(plan)


def _spans_of(plans: Iterable[Plan]) -> Iterator[Span]:
    return (span for plan in plans for span in _scored_spans(plan))
