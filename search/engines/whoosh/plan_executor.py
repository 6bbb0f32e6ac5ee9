"""Runs plans over segments, matching exactly the articles that search.plan.matcher would.

Whoosh's own queries are not used: they leave ties in any order, and their phrases neither mix
layers nor count gaps as we do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import assert_never

from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.scoring import Scorer
from onrecord.search.engines.whoosh.segments import Posting, Segment, Segments
from onrecord.search.plan.phrase_matching import adjacent, occurrences
from onrecord.search.plan.plan_nodes import (
    AllOf,
    AnyOf,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    Plan,
    Span,
    TermSet,
    TermsFilter,
)
from onrecord.search.results.sorting import UNDATED
from onrecord.search.timeout import check_timeout

TermSetPostings = dict[int, bytes]  # the encoded positions of a term set, by article


@dataclass(frozen=True, slots=True)
class QueryExecutor:
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
                return self.segments.live.intersection(*found)
            case AnyOf(plans):
                return set().union(*(self.matching(inner) for inner in plans))
            case Except(inner):
                return self.segments.live - self.matching(inner)
            case TermsFilter(name, values):
                return set().union(*(self.segments.articles_with(name, v) for v in values))
            case DateRange(first, last):
                return self._dated(first, last)
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

    def _dated(self, first: int | None, last: int | None) -> Set[int]:
        earliest = schema.NO_DAY + 1 if first is None else first
        latest = UNDATED if last is None else last
        days = self.segments.numbers("day")
        within = {article for article, day in enumerate(days) if earliest <= day <= latest}
        return within - self.segments.deleted


def frequencies(span: Span, segment: Segment) -> dict[int, int]:
    """The number of matches of a span, by article of a segment; rarest terms are read first."""
    term_sets = [term_set for group in span.groups for term_set in group]
    terms = [_terms(term_set, span.field, segment) for term_set in term_sets]
    found: list[TermSetPostings] = [{}] * len(term_sets)
    candidates: Collection[int] | None = None
    for at in sorted(range(len(term_sets)), key=lambda at: sum(terms[at].values())):
        found[at] = _postings(terms[at], span.field, segment, candidates)
        candidates = found[at].keys()
        if not candidates:
            return {}
    if len(term_sets) == 1:
        return {article: schema.count_positions(at) for article, at in found[0].items()}
    return dict(_positional(span, segment, found, candidates or ()))


def _positional(
    span: Span, segment: Segment, found: list[TermSetPostings], candidates: Collection[int]
) -> Iterator[tuple[int, int]]:
    ends = list(accumulate(map(len, span.groups), initial=0))
    groups = [found[start:end] for start, end in pairwise(ends)]
    for article in candidates:
        check_timeout()
        with segment.guard:
            at = [[schema.decode_positions(one[article]) for one in group] for group in groups]
        count = len(adjacent(at[0]) if len(at) == 1 else occurrences(at, span.gap))
        if count:
            yield article, count


def _terms(term_set: TermSet, name: str, segment: Segment) -> dict[bytes, int]:
    """The terms of a set that the segment contains, with their document frequencies."""
    terms = {term for token in term_set.terms for term in schema.terms_of(term_set.layer, token)}
    counted = ((term, segment.frequency(name, term)) for term in sorted(terms))
    return {term: count for term, count in counted if count}


def _postings(
    terms: dict[bytes, int], name: str, segment: Segment, candidates: Collection[int] | None
) -> TermSetPostings:
    found: TermSetPostings = {}
    wanted = None if candidates is None else sorted(candidates)
    for term in terms:
        check_timeout()
        _merge(found, segment.postings(name, term, wanted), segment)
    return found


def _merge(found: TermSetPostings, postings: Iterator[Posting], segment: Segment) -> None:
    if not found:
        found.update(postings)
        return
    for article, positions in postings:
        others = found.get(article)
        if others is not None:
            with segment.guard:
                positions = schema.merge_positions(others, positions)
        found[article] = positions
