"""The oracle: articles in a list, each matched against the plan. Slow and obviously right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, assert_never

from onrecord.index import schema
from onrecord.index.analysis import analyzer
from onrecord.index.article import Article
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.base import IndexInfo
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.matcher import evaluate, find_occurrences
from onrecord.search.plan.plan_nodes import (
    EXACT_WEIGHT,
    K1,
    TIE_BREAKER,
    AllOf,
    AnyOf,
    B,
    BoostExact,
    DateRange,
    Except,
    MatchAll,
    Plan,
    Span,
    TermsFilter,
)
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page, ScoredDocument, page_after, previous_page_start
from onrecord.search.results.sorting import SearchAfter, Sort, round_score, sort_key

if TYPE_CHECKING:
    from onrecord.index.readers import ReadError


@dataclass
class MemoryEngine:
    """An index in memory, gone with the object."""

    name: ClassVar[str] = "memory"
    unsupported: ClassVar[frozenset[str]] = frozenset()
    location: str = ""
    documents: dict[str, Document] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    commits: int = 0

    @classmethod
    def open(cls, location: str) -> MemoryEngine:
        return cls(location)

    def generation(self) -> str:
        return str(self.commits)

    def languages(self) -> frozenset[str | None]:
        return frozenset(document.article.language for document in self.documents.values())

    def terms(self, prefix: str) -> Iterable[str]:
        return {
            token
            for document in self.documents.values()
            for name in schema.TEXT_FIELDS
            for token in document.field(name).vocabulary
            if token.startswith(prefix)
        }

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        texts = [document.text.vocabulary for document in self.documents.values()]
        return {term: sum(term in text for text in texts) for term in terms}

    def outlets(self) -> Iterable[str]:
        return {d.article.outlet for d in self.documents.values() if d.article.outlet}

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        hits = self._ranked(plan, sort)
        return page_after(lambda at, n: hits[at : at + n], lambda: len(hits), after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        ranked = self._ranked(plan, sort)
        return previous_page_start(lambda at, n: ranked[at : at + n], len(ranked), start, limit)

    def _ranked(self, plan: Plan, sort: Sort) -> list[ScoredDocument]:
        found = self._matching(plan)
        score_of = _scorer(plan, list(self.documents.values()))
        scores = [round_score(score_of(d)) if sort is Sort.RELEVANCE else 0.0 for d in found]
        keys = [sort_key(sort, d.article.date, d.article.id) for d in found]
        order = sorted(zip(scores, keys, found, strict=True), key=lambda hit: (-hit[0], hit[1]))
        return [
            ScoredDocument(document, SearchAfter(score, key, rank))
            for rank, (score, key, document) in enumerate(order, start=1)
        ]

    def _matching(self, plan: Plan) -> list[Document]:
        return [d for d in self.documents.values() if evaluate(plan, d)]

    def facets(self, plan: Plan) -> Facets:
        articles = [document.article for document in self._matching(plan)]
        days = Counter(day_number(a.date) for a in articles if a.date)
        return build_facets(
            Counter(a.outlet for a in articles if a.outlet),
            Counter(a.language for a in articles if a.language),
            Counter(day // 100 for day in days.elements()),
            lambda: days,
        )

    def article(self, identity: str) -> Article:
        if identity not in self.documents:
            raise UnknownArticle(f"no article has the id {identity!r}")
        return self.documents[identity].article

    def info(self) -> IndexInfo:
        articles = [document.article for document in self.documents.values()]
        days = sorted(article.date for article in articles if article.date)
        return IndexInfo(
            engine=self.name,
            location=self.location,
            articles=len(articles),
            undated=len(articles) - len(days),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            outlets=Counter(a.outlet for a in articles if a.outlet),
            languages=Counter(a.language for a in articles if a.language),
            bytes=0,
            schema=schema.VERSION,
            analysis=analyzer.VERSION,
            last_written=None,
            generation=self.generation(),
        )

    def writer(self, *, rebuild: bool = False) -> MemoryWriter:
        return MemoryWriter(MemoryEngine() if rebuild else self, self)

    def close(self) -> None:
        pass


def unprepared(analysed: AnalysedArticle) -> AnalysedArticle:
    """Nothing to prepare: the engine analyses articles again when it matches them."""
    return analysed


@dataclass
class MemoryWriter:
    """Buffers changes until they are committed; a rebuild replaces the index at its end."""

    engine: MemoryEngine
    index: MemoryEngine  # whose documents a finished rebuild replaces
    prepare: Callable[[AnalysedArticle], Any] = unprepared
    changes: list[AnalysedArticle | str] = field(default_factory=list)

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        return {s: self.engine.prints[s] for s in sources if s in self.engine.prints}

    def sources(self) -> Iterable[str]:
        return list(self.engine.prints)

    def count(self) -> int:
        return len(self.engine.documents)

    def add(self, prepared: AnalysedArticle) -> None:
        self.changes.append(prepared)

    def remove(self, source: str) -> None:
        self.changes.append(source)

    def commit(self) -> Sequence[ReadError]:
        applied = [self._apply(change) for change in self.changes]
        self.changes.clear()
        self.engine.commits += any(applied)
        return ()

    def _apply(self, change: AnalysedArticle | str) -> bool:
        """Make a change; whether there was anything to change."""
        if isinstance(change, str):
            return self._remove(change)
        article = change.article
        self._remove(article.source)
        if previous := self.engine.documents.get(article.id):
            self._remove(previous.article.source)
        self.engine.documents[article.id] = Document(article)
        self.engine.prints[article.source] = change.fingerprint
        return True

    def _remove(self, source: str) -> bool:
        if self.engine.prints.pop(source, None) is None:
            return False
        kept = {i: d for i, d in self.engine.documents.items() if d.article.source != source}
        self.engine.documents = kept
        return True

    def finish(self) -> None:
        if self.engine is not self.index:
            self.index.documents, self.index.prints = self.engine.documents, self.engine.prints
            self.index.commits += 1

    def close(self) -> None:
        self.changes.clear()


Scorer = Callable[[Document], float]


def _scorer(plan: Plan, documents: list[Document]) -> Scorer:
    """Sums BM25 over the spans of a plan that match."""
    match plan:
        case Span():
            return _span_scorer(plan, documents)
        case BoostExact(base, bonus):
            first, more = _scorer(base, documents), _scorer(bonus, documents)
            return lambda document: first(document) + EXACT_WEIGHT * more(document)
        case AnyOf(plans, dis_max=True):
            return _best([_scorer(inner, documents) for inner in plans])
        case AllOf(plans) | AnyOf(plans):
            return _sum([_scorer(inner, documents) for inner in plans])
        case Except() | TermsFilter() | DateRange() | MatchAll():
            return lambda _document: 0.0
        case _:
            assert_never(plan)


def _sum(scorers: list[Scorer]) -> Scorer:
    return lambda document: sum(scorer(document) for scorer in scorers)


def _best(scorers: list[Scorer]) -> Scorer:
    def score(document: Document) -> float:
        scores = [scorer(document) for scorer in scorers]
        return max(scores) + TIE_BREAKER * (sum(scores) - max(scores))

    return score


def _span_scorer(span: Span, documents: list[Document]) -> Scorer:
    lengths = [len(document.field(span.field).tokens) for document in documents]
    average = sum(lengths) / max(len(documents), 1) or 1.0
    doc_freq = sum(1 for document in documents if find_occurrences(span, document))
    idf = math.log(1 + (len(documents) - doc_freq + 0.5) / (doc_freq + 0.5))
    boost = schema.BY_NAME[span.field].boost

    def score(document: Document) -> float:
        frequency = len(find_occurrences(span, document))
        length = len(document.field(span.field).tokens)
        return (
            boost * idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average))
        )

    return score
