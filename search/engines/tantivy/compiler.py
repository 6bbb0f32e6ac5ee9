"""Compiles plans to tantivy queries. User input never reaches tantivy's own query parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise, product
from math import comb, log, prod
from typing import assert_never

import tantivy
from tantivy import Occur, Query

from onrecord.index import schema
from onrecord.search.engines.stored_fields import KEYWORD_FIELDS
from onrecord.search.engines.tantivy.schema import position_of, term_of
from onrecord.search.plan.plan_nodes import (
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

MAX_PHRASES = 512  # that one span may expand to
MAX_REGEX_PHRASES = 64  # phrases with alternatives, which are slower

IDF_EXPONENT = 0.3  # tuned on the training half of a collection of claims

Positioned = list[tuple[int, TermSet]]
# The ids of the candidates that match a span, found by reading them.
Verify = Callable[[Span, Query], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles plans for one commit of an index."""

    schema: tantivy.Schema
    verify: Verify
    doc_freq: Callable[[str, str], int]  # of a term in a field
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
                return _any([self._idf_boosted(inner) for inner in plans])
            case AnyOf(plans):
                return _any([self.compile(inner) for inner in plans])
            case Except(inner):
                return _boolean([(Occur.Must, _EVERY), (Occur.MustNot, self.compile(inner))])
            case TermsFilter(field, values):
                return _unscored(
                    Query.term_set_query(self.schema, KEYWORD_FIELDS[field], list(values))
                )
            case DateRange(first, last):
                return self._date_range(first, last)
            case MatchAll():
                return _EVERY
            case _:
                assert_never(plan)

    def _idf_boosted(self, plan: Plan) -> Query:
        """A word of a partial match: rare words count for more than BM25 gives them."""
        spans = list(_spans(plan))
        doc_freq = max((self._doc_freq(span) for span in spans), default=0)
        idf = log(1 + (self.articles - doc_freq + 0.5) / (doc_freq + 0.5))
        return Query.boost_query(self.compile(plan), idf**IDF_EXPONENT)

    def _doc_freq(self, span: Span) -> int:
        term_sets = [term_set for group in span.groups for term_set in group]
        held = [
            [self.doc_freq(span.field, term_of(term_set.layer, term)) for term in term_set.terms]
            for term_set in term_sets
        ]
        return min((max(counts, default=0) for counts in held), default=0)

    def _all_of(self, plans: Iterable[Plan]) -> Query:
        excluded = [self.compile(plan.plan) for plan in plans if isinstance(plan, Except)]
        required = [self.compile(plan) for plan in plans if not isinstance(plan, Except)]
        clauses = [(Occur.Must, query) for query in required or [_EVERY]]
        return _boolean([*clauses, *((Occur.MustNot, query) for query in excluded)])

    def _date_range(self, first: int | None, last: int | None) -> Query:
        if first is None and last is None:
            return _unscored(Query.exists_query("day"))
        kind = tantivy.FieldType.Integer
        return _unscored(Query.range_query(self.schema, "day", kind, first, last))

    def _span(self, span: Span) -> Query:
        term_sets = [term_set for group in span.groups for term_set in group]
        if not all(term_set.terms for term_set in term_sets):
            return Query.empty_query()
        if len(term_sets) == 1:
            return self._any_term(span.field, term_sets[0])
        layouts = comb(span.gap + len(span.groups) - 1, span.gap)
        choices = prod(len(term_set.terms) for term_set in term_sets)
        if layouts * choices <= MAX_PHRASES:
            return _any([q for layout in _layouts(span) for q in self._phrases(span.field, layout)])
        if layouts <= MAX_REGEX_PHRASES:
            return _any([self._regex_phrase(span.field, layout) for layout in _layouts(span)])
        return self._verified(span)

    def _any_term(self, field: str, term_set: TermSet) -> Query:
        terms = [term_of(term_set.layer, term) for term in term_set.terms]
        return _any([Query.term_query(self.schema, field, term) for term in terms])

    def _phrases(self, field: str, term_sets: Positioned) -> Iterator[Query]:
        """One phrase per combination of terms."""
        choices = product(
            *([(at, term_set, term) for term in term_set.terms] for at, term_set in term_sets)
        )
        return (self._phrase(field, choice) for choice in choices)

    def _phrase(self, field: str, choice: Iterable[tuple[int, TermSet, str]]) -> Query:
        words: list[str | tuple[int, str]] = [
            (position_of(term_set.layer, at), term_of(term_set.layer, term))
            for at, term_set, term in choice
        ]
        return Query.phrase_query(self.schema, field, words)

    def _regex_phrase(self, field: str, term_sets: Positioned) -> Query:
        """Alternatives as one query; unscored, since its score is out of scale."""
        words: list[str | tuple[int, str]] = [
            (position_of(term_set.layer, at), _alternatives(term_set)) for at, term_set in term_sets
        ]
        return _unscored(Query.regex_phrase_query(self.schema, field, words))

    def _verified(self, span: Span) -> Query:
        """The articles that contain all groups, read and checked one by one."""
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


def _layouts(span: Span) -> Iterator[Positioned]:
    """Every distribution of at most `gap` other words between the groups, tightest first."""
    joins = len(span.groups) - 1
    for total in range(span.gap + 1 if joins else 1):
        for bars in combinations(range(total + joins - 1), joins - 1) if joins else [()]:
            edges = [-1, *bars, total + joins - 1]
            gaps = [b - a - 1 for a, b in pairwise(edges)] if joins else []
            yield _layout(span, gaps)


def _layout(span: Span, gaps: list[int]) -> Positioned:
    lengths = [len(group) for group in span.groups]
    steps = [length + gap for length, gap in zip(lengths, [*gaps, 0], strict=True)]
    starts = accumulate(steps[:-1], initial=0)
    return [
        (start + offset, term_set)
        for start, group in zip(starts, span.groups, strict=True)
        for offset, term_set in enumerate(group)
    ]


def _alternatives(term_set: TermSet) -> str:
    """Terms as a regular expression; tokens contain no special characters but the full stop."""
    return "|".join(term_of(term_set.layer, term).replace(".", r"\.") for term in term_set.terms)


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
