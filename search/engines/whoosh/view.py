"""One committed state of a whoosh index: everything a search asks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from index.article import Article
from index.schema import TEXT_FIELDS
from search.engine import Page, Place, Sort
from search.engines.whoosh import fields
from search.engines.whoosh.evaluation import Evaluator
from search.engines.whoosh.ranking import Ranking
from search.engines.whoosh.segments import Segments
from search.errors import UnknownArticle
from search.facets import facets_of
from search.paging import page_after, place_before
from search.plan import Plan, is_scored
from search.query import Layer
from search.results import Facets


@dataclass
class View:
    """Answers from the segments of one commit; another commit makes another view."""

    segments: Segments
    generation: str
    _last: tuple[Plan, Evaluator] | None = None
    _ranked: tuple[Plan, Sort, Ranking] | None = None

    def page(self, plan: Plan, sort: Sort, after: Place | None, limit: int) -> Page:
        ranking = self._ranking(plan, sort)
        return page_after(ranking, lambda: len(ranking.articles), after, limit)

    def place_before(self, plan: Plan, sort: Sort, place: Place, hits: int) -> Place | None:
        ranking = self._ranking(plan, sort)
        return place_before(ranking, len(ranking.articles), place, hits)

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
        return facets_of(outlets, languages, months, lambda: days)

    def article(self, identity: str) -> Article:
        found = self.segments.holding("id", fields.encoded(identity))
        if not found:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return fields.unpack(self.segments.value("article", found[0]))

    def words(self, prefix: str) -> Sequence[str]:
        """The exact layer's tokens; those of deleted articles stay until a merge."""
        return self._vocabulary if prefix == "" else self._words(prefix)

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        return self._words("")

    def _words(self, prefix: str) -> Sequence[str]:
        terms = {
            term[1:]
            for part in self.segments.parts
            for name in TEXT_FIELDS
            for mark in (fields.BOTH, fields.EXACT)
            for term in part.reader.expand_prefix(name, fields.encoded(mark + prefix))
        }
        return tuple(map(fields.decoded, terms))

    def holding(self, words: Iterable[str]) -> Mapping[str, int]:
        """In how many articles' texts each token stands, deleted ones included until a merge."""
        terms = {word: fields.terms_of(Layer.EXACT, word) for word in words}
        return {
            word: sum(part.frequency("text", term) for part in self.segments.parts for term in both)
            for word, both in terms.items()
        }

    def names(self, name: str) -> Iterable[str]:
        return map(fields.decoded, self.segments.values(name))

    @cached_property
    def languages(self) -> frozenset[str | None]:
        unknown = self.segments.holding(fields.LACKS, b"lang")
        return frozenset(self.names("lang")) | ({None} if unknown else set())

    def counts(self, name: str) -> Mapping[str, int]:
        """How many articles have each value of an outlet or language field."""
        return self._counts(name, self.segments.live)

    def _counts(self, name: str, articles: Iterable[int]) -> dict[str, int]:
        counted = Counter(self.segments.value(name, article) for article in articles)
        return {fields.decoded(value): count for value, count in counted.items() if value}

    @cached_property
    def days(self) -> list[date]:
        """The days of the dated articles, in order."""
        numbers = self.segments.numbers("day")
        days = (fields.date_of(numbers[article]) for article in self.segments.live)
        return sorted(day for day in days if day is not None)
