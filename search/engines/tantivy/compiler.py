"""Plans to tantivy queries. Nothing the user wrote reaches tantivy's own query parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise, product
from math import comb, log, prod
from typing import assert_never

import tantivy
from tantivy import Occur, Query

from onrecord.index import schema
from onrecord.search.engines.tantivy.schema import NAME_FIELDS, position_of, term_of
from onrecord.search.plan.nodes import (
    EXACT_WEIGHT,
    TIE_BREAKER,
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

MOST_PHRASES = 512  # phrases that one span may be spelt out as
MOST_PATTERNS = 64  # phrases with alternatives, which are slower

RARITY_POWER = 0.3  # tuned on the training half of a collection of claims

Positioned = list[tuple[int, TermSet]]
# For what cannot be spelt out: the ids of the articles that match, found by reading candidates.
Verify = Callable[[Span, Query], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles plans for an index of a schema."""

    schema: tantivy.Schema
    verify: Verify
    holding: Callable[[str, str], int]  # how many articles have a term in a field
    articles: int

    def compile(self, plan: Plan) -> Query:
        """A query that matches exactly what the plan does."""
        match plan:
            case Span():
                boost = schema.BY_NAME[plan.field].boost
                query = self._span(plan)
                return query if boost == 1.0 else Query.boost_query(query, boost)
            case BoostExact(base, bonus):
                more = Query.boost_query(self.compile(bonus), EXACT_WEIGHT)
                return _boolean([(Occur.Must, self.compile(base)), (Occur.Should, more)])
            case AllOf(plans):
                return self._all_of(plans)
            case AnyOf(plans, dis_max=True):
                fields = [self.compile(inner) for inner in plans]
                return Query.disjunction_max_query(fields, TIE_BREAKER)
            case AnyOf(plans, partial=True):
                return _any([self._by_rarity(inner) for inner in plans])
            case AnyOf(plans):
                return _any([self.compile(inner) for inner in plans])
            case Except(inner):
                return _boolean([(Occur.Must, _EVERY), (Occur.MustNot, self.compile(inner))])
            case TermsFilter(field, values):
                return _unscored(
                    Query.term_set_query(self.schema, NAME_FIELDS[field], list(values))
                )
            case DateRange(first, last):
                return self._between(first, last)
            case MatchAll():
                return _EVERY
            case _:
                assert_never(plan)

    def _by_rarity(self, plan: Plan) -> Query:
        """One of several words of which any may match: rare ones tell more than BM25 grants."""
        spans = list(_spans(plan))
        most = max((self._holding(span) for span in spans), default=0)
        idf = log(1 + (self.articles - most + 0.5) / (most + 0.5))
        return Query.boost_query(self.compile(plan), idf**RARITY_POWER)

    def _holding(self, span: Span) -> int:
        slots = [slot for group in span.groups for slot in group]
        held = [
            [self.holding(span.field, term_of(slot.layer, term)) for term in slot.terms]
            for slot in slots
        ]
        return min((max(counts, default=0) for counts in held), default=0)

    def _all_of(self, plans: Iterable[Plan]) -> Query:
        excluded = [self.compile(plan.plan) for plan in plans if isinstance(plan, Except)]
        required = [self.compile(plan) for plan in plans if not isinstance(plan, Except)]
        clauses = [(Occur.Must, query) for query in required or [_EVERY]]
        return _boolean([*clauses, *((Occur.MustNot, query) for query in excluded)])

    def _between(self, first: int | None, last: int | None) -> Query:
        if first is None and last is None:
            return _unscored(Query.exists_query("day"))
        kind = tantivy.FieldType.Integer
        return _unscored(Query.range_query(self.schema, "day", kind, first, last))

    def _span(self, span: Span) -> Query:
        slots = [slot for group in span.groups for slot in group]
        if not all(slot.terms for slot in slots):
            return Query.empty_query()
        if len(slots) == 1:
            return self._any_term(span.field, slots[0])
        ways = comb(span.gap + len(span.groups) - 1, span.gap)
        spellings = prod(len(slot.terms) for slot in slots)
        if ways * spellings <= MOST_PHRASES:
            return _any([q for way in _ways(span) for q in self._phrases(span.field, way)])
        if ways <= MOST_PATTERNS:
            return _any([self._pattern_phrase(span.field, way) for way in _ways(span)])
        return self._verified(span)

    def _any_term(self, field: str, slot: TermSet) -> Query:
        terms = [term_of(slot.layer, term) for term in slot.terms]
        return _any([Query.term_query(self.schema, field, term) for term in terms])

    def _phrases(self, field: str, slots: Positioned) -> Iterator[Query]:
        """One phrase for each choice of terms."""
        choices = product(*([(at, slot, term) for term in slot.terms] for at, slot in slots))
        return (self._spelt(field, choice) for choice in choices)

    def _spelt(self, field: str, spelling: Iterable[tuple[int, TermSet, str]]) -> Query:
        words: list[str | tuple[int, str]] = [
            (position_of(slot.layer, at), term_of(slot.layer, term)) for at, slot, term in spelling
        ]
        return Query.phrase_query(self.schema, field, words)

    def _pattern_phrase(self, field: str, slots: Positioned) -> Query:
        """Many spellings as alternatives in one query; its score is out of scale, so none."""
        words: list[str | tuple[int, str]] = [
            (position_of(slot.layer, at), _alternatives(slot)) for at, slot in slots
        ]
        return _unscored(Query.regex_phrase_query(self.schema, field, words))

    def _verified(self, span: Span) -> Query:
        """Articles that have all groups, each then read and checked."""
        whole = [Span(span.field, (group,)) for group in span.groups]
        candidates = self.compile(AllOf(tuple(whole)))
        ids = list(self.verify(span, candidates))
        return Query.const_score_query(Query.term_set_query(self.schema, "id", ids), 1.0)


def _spans(plan: Plan) -> Iterator[Span]:
    match plan:
        case Span():
            yield plan
        case BoostExact(base, _):
            yield from _spans(base)
        case AnyOf(plans) | AllOf(plans):
            for inner in plans:
                yield from _spans(inner)
        case _:
            return


def _ways(span: Span) -> Iterator[Positioned]:
    """Every way to share out at most `gap` other words between the groups, tightest first."""
    joints = len(span.groups) - 1
    for total in range(span.gap + 1 if joints else 1):
        for bars in combinations(range(total + joints - 1), joints - 1) if joints else [()]:
            edges = [-1, *bars, total + joints - 1]
            gaps = [b - a - 1 for a, b in pairwise(edges)] if joints else []
            yield _laid_out(span, gaps)


def _laid_out(span: Span, gaps: list[int]) -> Positioned:
    lengths = [len(group) for group in span.groups]
    steps = [length + gap for length, gap in zip(lengths, [*gaps, 0], strict=True)]
    starts = accumulate(steps[:-1], initial=0)
    return [
        (start + offset, slot)
        for start, group in zip(starts, span.groups, strict=True)
        for offset, slot in enumerate(group)
    ]


def _alternatives(slot: TermSet) -> str:
    """A slot's terms as a regular expression; tokens hold no sign but ' and the full stop."""
    return "|".join(term_of(slot.layer, term).replace(".", r"\.") for term in slot.terms)


def _any(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return (
        queries[0] if len(queries) == 1 else _boolean([(Occur.Should, query) for query in queries])
    )


def _boolean(clauses: list[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query(clauses)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


_EVERY = _unscored(Query.all_query())
