"""One commit of a whoosh index: everything a search asks of it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from onrecord.index.article import Article
from onrecord.index.schema import TEXT_FIELDS
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.plan_executor import QueryExecutor
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import Plan, is_scored
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import (
    Page,
    ScoredDocument,
    page_after,
    previous_page_start,
)
from onrecord.search.results.sorting import SearchAfter, Sort, round_score, sort_key

SORT_ALL_ABOVE = 1000  # hits wanted, beyond which all hits are sorted at once
TIE_TOLERANCE = 1e-4  # relative; round_score() may make ties of scores this close

SortKey = tuple[float, str, int]  # a hit's negated score, its order key and its number


@dataclass
class HitCollector:
    """Hits by rank, in the order of search.results.sorting; by date if there are no scores."""

    segments: Segments
    articles: Set[int]
    scores: Mapping[int, float] | None
    sort: Sort
    top: list[SortKey] = field(default_factory=list)  # the best hits, as many as were asked for
    day_ranks: dict[int, float] = field(default_factory=dict)

    def __call__(self, offset: int, limit: int) -> list[ScoredDocument]:
        """The hits of ranks [offset, offset + limit)."""
        wanted = min(offset + limit, len(self.articles))
        if wanted > len(self.top):
            self.top = self._best(len(self.articles) if wanted > SORT_ALL_ABOVE else wanted)
        return [
            ScoredDocument(
                Document(self.segments.article(article)), SearchAfter(0.0 - negated, key, rank)
            )
            for rank, (negated, key, article) in enumerate(self.top[offset:wanted], offset + 1)
        ]

    def _best(self, wanted: int) -> list[SortKey]:
        """The best hits, with all ties of the last of them."""
        rough = {article: self._rough(article) for article in self.articles}
        last = heapq.nsmallest(wanted, rough.values())[-1]
        slack = 0.0 if self.scores is None else TIE_TOLERANCE * abs(last)
        close = (article for article, weight in rough.items() if weight <= last + slack)
        return sorted(map(self._sort_key, close))

    def _rough(self, article: int) -> float:
        """A number that orders hits except for ties, best first."""
        if self.scores is not None:
            return -self.scores[article]
        day = self.segments.numbers("day")[article]
        if day not in self.day_ranks:
            self.day_ranks[day] = int(sort_key(self.sort, self.segments.day(article), ""))
        return self.day_ranks[day]

    def _sort_key(self, article: int) -> SortKey:
        score = 0.0 if self.scores is None else round_score(self.scores[article])
        identity = self.segments.text("id", article)
        return -score, sort_key(self.sort, self.segments.day(article), identity), article


@dataclass
class Searcher:
    """Answers from one commit; the next commit gets another searcher."""

    segments: Segments
    generation: str
    _last_executor: tuple[Plan, QueryExecutor] | None = None
    _last_hits: tuple[Plan, Sort, HitCollector] | None = None

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        hits = self._hits(plan, sort)
        return page_after(hits, lambda: len(hits.articles), after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        hits = self._hits(plan, sort)
        return previous_page_start(hits, len(hits.articles), start, limit)

    def _hits(self, plan: Plan, sort: Sort) -> HitCollector:
        """The hits of a plan; the last ones are kept, for their next page."""
        if self._last_hits is None or self._last_hits[:2] != (plan, sort):
            executor = self._executor(plan)
            articles = executor.matching(plan)
            by_score = sort is Sort.RELEVANCE and is_scored(plan)
            scores = executor.scores(plan, articles) if by_score else None
            self._last_hits = plan, sort, HitCollector(self.segments, articles, scores, sort)
        return self._last_hits[2]

    def _executor(self, plan: Plan) -> QueryExecutor:
        if self._last_executor is None or self._last_executor[0] != plan:
            self._last_executor = plan, QueryExecutor(self.segments)
        return self._last_executor[1]

    def facets(self, plan: Plan) -> Facets:
        articles = self._executor(plan).matching(plan)
        numbers = self.segments.numbers("day")
        days = Counter(numbers[article] for article in articles if numbers[article])
        months = Counter(day // 100 for day in days.elements())
        outlets, languages = (self._counts(name, articles) for name in ("outlet", "lang"))
        return build_facets(outlets, languages, months, lambda: days)

    def article(self, identity: str) -> Article:
        found = self.segments.articles_with("id", identity)
        if not found:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return self.segments.article(found[0])

    def terms(self, prefix: str) -> Sequence[str]:
        """The terms of the exact layer; those of deleted articles stay until a merge."""
        return self._all_terms if prefix == "" else self._terms(prefix)

    @cached_property
    def _all_terms(self) -> Sequence[str]:
        return self._terms("")

    def _terms(self, prefix: str) -> Sequence[str]:
        terms = {
            term[1:]
            for part in self.segments.parts
            for name in TEXT_FIELDS
            for mark in (schema.BOTH, schema.EXACT)
            for term in part.terms(name, schema.encode(mark + prefix))
        }
        return tuple(map(schema.decode, terms))

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """Document frequencies; deleted articles count until a merge."""
        pairs = {term: schema.terms_of(Layer.EXACT, term) for term in terms}
        return {
            term: sum(part.frequency("text", key) for part in self.segments.parts for key in keys)
            for term, keys in pairs.items()
        }

    @property
    def articles(self) -> int:
        return len(self.segments.live)

    @cached_property
    def outlets(self) -> Mapping[str, int]:
        return self._counts("outlet", self.segments.live)

    @cached_property
    def language_counts(self) -> Mapping[str, int]:
        return self._counts("lang", self.segments.live)

    @cached_property
    def languages(self) -> frozenset[str | None]:
        has_unknown = self.segments.articles_with(schema.MISSING, "lang")
        return frozenset(self.segments.values("lang")) | ({None} if has_unknown else set())

    def _counts(self, name: str, articles: Iterable[int]) -> dict[str, int]:
        counted = Counter(self.segments.value(name, article) for article in articles)
        return {schema.decode(value): count for value, count in counted.items() if value}

    @cached_property
    def dates(self) -> tuple[int, date | None, date | None]:
        numbers = self.segments.numbers("day")
        dated = sorted((numbers[article], article) for article in self.segments.live)
        articles = [article for day, article in dated if day != schema.NO_DAY]
        if not articles:
            return 0, None, None
        first, last = (self.segments.day(articles[at]) for at in (0, -1))
        return len(articles), first, last
