"""One committed state of a whoosh index: everything a search asks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from onrecord.index.article import Article
from onrecord.index.schema import TEXT_FIELDS
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.collector import Ranking
from onrecord.search.engines.whoosh.executor import Evaluator
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.nodes import Plan, is_scored
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page, page_after, previous_page_start
from onrecord.search.results.sorting import SearchAfter, Sort


@dataclass
class Searcher:
    """Answers from the segments of one commit; another commit makes another searcher."""

    segments: Segments
    generation: str
    _last: tuple[Plan, Evaluator] | None = None
    _ranked: tuple[Plan, Sort, Ranking] | None = None

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        ranking = self._ranking(plan, sort)
        return page_after(ranking, lambda: len(ranking.articles), after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        ranking = self._ranking(plan, sort)
        return previous_page_start(ranking, len(ranking.articles), start, limit)

    def _ranking(self, plan: Plan, sort: Sort) -> Ranking:
        """The hits of a plan; those of the last one are kept, for its next page."""
        if self._ranked is None or self._ranked[:2] != (plan, sort):
            evaluator = self._evaluator(plan)
            articles = evaluator.matching(plan)
            by_score = sort is Sort.RELEVANCE and is_scored(plan)
            scores = evaluator.scores(plan, articles) if by_score else None
            self._ranked = plan, sort, Ranking(self.segments, articles, scores, sort)
        return self._ranked[2]

    def _evaluator(self, plan: Plan) -> Evaluator:
        if self._last is None or self._last[0] != plan:
            self._last = plan, Evaluator(self.segments)
        return self._last[1]

    def facets(self, plan: Plan) -> Facets:
        articles = self._evaluator(plan).matching(plan)
        known = self.segments.numbers("day")
        days = Counter(known[article] for article in articles if known[article])
        months = Counter(day // 100 for day in days.elements())
        outlets, languages = (self._counts(name, articles) for name in ("outlet", "lang"))
        return build_facets(outlets, languages, months, lambda: days)

    def article(self, identity: str) -> Article:
        found = self.segments.holding("id", schema.encoded(identity))
        if not found:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return schema.unpack(self.segments.value("article", found[0]))

    def terms(self, prefix: str) -> Sequence[str]:
        """The exact layer's tokens; those of deleted articles stay until a merge."""
        return self._vocabulary if prefix == "" else self._terms(prefix)

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        return self._terms("")

    def _terms(self, prefix: str) -> Sequence[str]:
        terms = {
            term[1:]
            for part in self.segments.parts
            for name in TEXT_FIELDS
            for mark in (schema.BOTH, schema.EXACT)
            for term in part.reader.expand_prefix(name, schema.encoded(mark + prefix))
        }
        return tuple(map(schema.decoded, terms))

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """In how many articles' texts each token stands, deleted ones included until a merge."""
        pairs = {term: schema.terms_of(Layer.EXACT, term) for term in terms}
        return {
            term: sum(part.frequency("text", key) for part in self.segments.parts for key in keys)
            for term, keys in pairs.items()
        }

    def names(self, name: str) -> Iterable[str]:
        return map(schema.decoded, self.segments.values(name))

    @cached_property
    def languages(self) -> frozenset[str | None]:
        unknown = self.segments.holding(schema.LACKS, b"lang")
        return frozenset(self.names("lang")) | ({None} if unknown else set())

    def counts(self, name: str) -> Mapping[str, int]:
        """How many articles have each value of an outlet or language field."""
        return self._counts(name, self.segments.live)

    def _counts(self, name: str, articles: Iterable[int]) -> dict[str, int]:
        counted = Counter(self.segments.value(name, article) for article in articles)
        return {schema.decoded(value): count for value, count in counted.items() if value}

    @cached_property
    def days(self) -> list[date]:
        """The days of the dated articles, in order."""
        numbers = self.segments.numbers("day")
        days = (schema.date_of(numbers[article]) for article in self.segments.live)
        return sorted(day for day in days if day is not None)
