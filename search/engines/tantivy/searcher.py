"""Answers searches from one commit of a tantivy index."""

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
from onrecord.search.engines.stored_fields import date_of
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.collector import HitCollector, ReadAheadCache
from onrecord.search.engines.tantivy.compiler import Compiler
from onrecord.search.engines.tantivy.storage import IndexReader
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import find_occurrences
from onrecord.search.plan.plan_nodes import Plan, Span, is_scored
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import (
    Page,
    RankedSlice,
    ScoredDocument,
    page_after,
    previous_page_start,
)
from onrecord.search.results.sorting import SearchAfter, Sort, sort_key

# Narrowing a search and turning pages show the same articles again and again.
MAX_CACHED_DOCUMENTS = 500
MAX_CACHED_CHARS = 50_000  # of one document
TEXT_FACETS = ("outlet", "language")  # the values of other facets are numbers
MAX_FACET_VALUES = 65_000  # tantivy's own limit


@dataclass(frozen=True)
class Searcher:
    """Answers from one commit; the next commit gets another searcher."""

    reader: IndexReader
    generation: str
    documents: OrderedDict[tuple[int, int], Document] = field(default_factory=OrderedDict)
    read_ahead: ReadAheadCache = field(default_factory=ReadAheadCache)

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        hits = HitCollector(self.reader, self._compile(plan))
        return page_after(self._ranking(hits, plan, sort), hits.total, after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        hits = HitCollector(self.reader, self._compile(plan))
        return previous_page_start(self._ranking(hits, plan, sort), hits.total(), start, limit)

    def _ranking(self, hits: HitCollector, plan: Plan, sort: Sort) -> RankedSlice:
        """The hits by rank in the order asked for; by date if nothing is scored."""
        is_ranked = sort is Sort.RELEVANCE and is_scored(plan)
        by_day = Sort.OLDEST if sort is Sort.OLDEST else Sort.NEWEST
        collect = hits.by_score if is_ranked else partial(hits.by_day, by_day)

        def ranking(offset: int, limit: int) -> list[ScoredDocument]:
            found = self.read_ahead.hits((plan, sort), collect, offset, limit)
            return [
                ScoredDocument(document, SearchAfter(score, _key(document, by_day), rank))
                for rank, (score, address) in enumerate(found, start=offset + 1)
                for document in [self._document(address)]
            ]

        return ranking

    def facets(self, plan: Plan) -> Facets:
        query = self._compile(plan)
        counts = self._counts(query, "outlet", "language", "month")
        days = partial(self._days, query)
        return build_facets(counts["outlet"], counts["language"], counts["month"], days)

    def _days(self, query: Query) -> Mapping[int, int]:
        return self._counts(query, "day")["day"]

    def article(self, identity: str) -> Article:
        address = self.reader.find("id", identity)
        if address is None:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return self._document(address).article

    def _document(self, address: tantivy.DocAddress) -> Document:
        """The document at an address; those of usual size are cached with their analysis."""
        at = address.segment_ord, address.doc
        document = self.documents.pop(at, None) or Document(self.reader.article(address))
        if len(document.article.text) <= MAX_CACHED_CHARS:
            self.documents[at] = document  # as the newest
            if len(self.documents) > MAX_CACHED_DOCUMENTS:
                self.documents.popitem(last=False)
        return document

    def terms(self, prefix: str) -> Iterable[str]:
        return self._all_terms if prefix == "" else self._terms(prefix)

    @cached_property
    def _all_terms(self) -> list[str]:
        return self._terms("")

    def _terms(self, prefix: str) -> list[str]:
        return [
            term
            for field in TEXT_FIELDS
            for term in self.reader.terms(field, prefix)
            if not term.startswith(schema.STEM_MARK)
        ]

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        return {
            term: self.reader.doc_freq("text", schema.term_of(Layer.EXACT, term)) for term in terms
        }

    @property
    def articles(self) -> int:
        return self.reader.num_docs

    @cached_property
    def outlets(self) -> Mapping[str, int]:
        return self._counts(Query.all_query(), "outlet")["outlet"]

    @cached_property
    def language_counts(self) -> Mapping[str, int]:
        return self._counts(Query.all_query(), "language")["language"]

    @property
    def languages(self) -> frozenset[str | None]:
        has_unknown = sum(self.language_counts.values()) < self.articles
        return frozenset(self.language_counts) | ({None} if has_unknown else set())

    @cached_property
    def dates(self) -> tuple[int, date | None, date | None]:
        asked = {name: {name: {"field": "day"}} for name in ("min", "max")}
        found = self.reader.aggregate(Query.all_query(), asked)
        dated = self.reader.count(Query.exists_query("day"))
        return dated, date_of(found["min"]["value"]), date_of(found["max"]["value"])

    def _counts(self, query: Query, *names: str) -> dict[str, dict[Any, int]]:
        asked = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in names}
        found = self.reader.aggregate(query, asked)
        return {
            name: {
                bucket["key"] if name in TEXT_FACETS else int(bucket["key"]): bucket["doc_count"]
                for bucket in found[name]["buckets"]
            }
            for name in names
        }

    def _compile(self, plan: Plan) -> Query:
        reader = self.reader
        compiler = Compiler(reader.schema, self._verified, reader.doc_freq, reader.num_docs)
        return compiler.compile(plan)

    def _verified(self, span: Span, candidates: Query) -> Iterable[str]:
        total = max(self.reader.count(candidates), 1)
        for _, address in self.reader.search(candidates, limit=total, count=False).hits:
            article = self.reader.article(address)
            if find_occurrences(span, Document(article)):
                yield article.id


def _key(document: Document, sort: Sort) -> str:
    return sort_key(sort, document.article.date, document.article.id)
