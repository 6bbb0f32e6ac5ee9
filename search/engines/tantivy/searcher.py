"""One committed state of a tantivy index: everything a search asks of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

import tantivy
from tantivy import Query

from onrecord.index.article import Article
from onrecord.index.schema import TEXT_FIELDS
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.collector import Ranking, count
from onrecord.search.engines.tantivy.compiler import Compiler
from onrecord.search.engines.tantivy.read_ahead import Walks
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import find_occurrences
from onrecord.search.plan.nodes import Plan, Span, is_scored
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page, ScoredDocument, page_after, previous_page_start
from onrecord.search.results.pagination import RankedSlice as ByRank
from onrecord.search.results.sorting import SearchAfter, Sort, sort_key

# A user who narrows a search or turns pages is shown the same articles again and again.
MOST_KEPT = 500
LARGEST_KEPT = 50_000  # code points
NAMED = ("outlet", "language")  # facets whose values are no numbers
MOST_VALUES = 65_000  # tantivy's own limit to the values of one facet


@dataclass(frozen=True)
class Searcher:
    """Answers from one searcher; another commit makes another searcher."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    generation: str
    kept: OrderedDict[tuple[int, int], Document] = field(default_factory=OrderedDict)
    walks: Walks = field(default_factory=Walks)

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        ranking = Ranking(self.searcher, self._compile(plan))
        return page_after(self._by_rank(ranking, plan, sort), ranking.total, after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        ranking = Ranking(self.searcher, self._compile(plan))
        return previous_page_start(
            self._by_rank(ranking, plan, sort), ranking.total(), start, limit
        )

    def _by_rank(self, ranking: Ranking, plan: Plan, sort: Sort) -> ByRank:
        """The hits by rank in the order asked for; by date where nothing has a score."""
        is_ranked = sort is Sort.RELEVANCE and is_scored(plan)
        by_day = Sort.OLDEST if sort is Sort.OLDEST else Sort.NEWEST
        ordered = ranking.by_score if is_ranked else partial(ranking.by_day, by_day)

        def by_rank(offset: int, limit: int) -> list[ScoredDocument]:
            hits = self.walks.hits((plan, sort), ordered, offset, limit)
            return [
                ScoredDocument(document, SearchAfter(score, _key(document, by_day), rank))
                for rank, (score, address) in enumerate(hits, start=offset + 1)
                for document in [self._document(address)]
            ]

        return by_rank

    def facets(self, plan: Plan) -> Facets:
        query = self._compile(plan)
        counts = self._counts(query, "outlet", "language", "month")
        days = partial(self._days, query)
        return build_facets(counts["outlet"], counts["language"], counts["month"], days)

    def _days(self, query: Query) -> Mapping[int, int]:
        return self._counts(query, "day")["day"]

    def article(self, identity: str) -> Article:
        query = Query.term_query(self.schema, "id", identity)
        hits = self.searcher.search(query, limit=1, count=False).hits
        if not hits:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return self._document(hits[0][1]).article

    def _document(self, address: tantivy.DocAddress) -> Document:
        """The document at an address; those of usual size are kept for a while, analysed."""
        at = address.segment_ord, address.doc
        kept = self.kept.pop(at, None)
        document = kept or Document(schema.unpack(self.searcher.doc(address)["article"][0]))
        if len(document.article.text) <= LARGEST_KEPT:
            self.kept[at] = document  # as the newest
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return document

    def terms(self, prefix: str) -> Iterable[str]:
        return self._vocabulary if prefix == "" else self._terms(prefix)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return self._terms("")

    def _terms(self, prefix: str) -> list[str]:
        return [
            term
            for field in TEXT_FIELDS
            for term, _ in self.searcher.terms_with_prefix(field, prefix)
            if not term.startswith(schema.STEM_MARK)
        ]

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        return {
            term: self.searcher.doc_freq("text", schema.term_of(Layer.EXACT, term))
            for term in terms
        }

    @cached_property
    def outlets(self) -> Mapping[str, int]:
        return self._counts(Query.all_query(), "outlet")["outlet"]

    @cached_property
    def languages(self) -> Mapping[str, int]:
        return self._counts(Query.all_query(), "language")["language"]

    @cached_property
    def days(self) -> tuple[int, date | None, date | None]:
        """How many articles are dated, and from when to when."""
        asked = {name: {name: {"field": "day"}} for name in ("min", "max")}
        found = self.searcher.aggregate(Query.all_query(), asked)
        dated = count(self.searcher, Query.exists_query("day"))
        return dated, _day(found["min"]["value"]), _day(found["max"]["value"])

    def _counts(self, query: Query, *names: str) -> dict[str, dict[Any, int]]:
        asked = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        found = self.searcher.aggregate(query, asked)
        return {
            name: {
                bucket["key"] if name in NAMED else int(bucket["key"]): bucket["doc_count"]
                for bucket in found[name]["buckets"]
            }
            for name in names
        }

    def _compile(self, plan: Plan) -> Query:
        searcher = self.searcher
        compiler = Compiler(self.schema, self._verified, searcher.doc_freq, searcher.num_docs)
        return compiler.compile(plan)

    def _verified(self, span: Span, candidates: Query) -> Iterable[str]:
        total = max(count(self.searcher, candidates), 1)
        for _, address in self.searcher.search(candidates, limit=total, count=False).hits:
            article = schema.unpack(self.searcher.doc(address)["article"][0])
            if find_occurrences(span, Document(article)):
                yield article.id


def _day(number: float | None) -> date | None:
    if number is None:
        return None
    return date(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)


def _key(document: Document, sort: Sort) -> str:
    return sort_key(sort, document.article.date, document.article.id)
