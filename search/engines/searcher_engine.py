"""Searchers, each reading one commit of an index, and the base engine that delegates to them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import ClassVar, Protocol, TypeVar

from onrecord.index.article import Article
from onrecord.index.storage.manifest import Manifest
from onrecord.search.engines.base import IndexInfo
from onrecord.search.plan.plan_nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort

T = TypeVar("T")


class Searcher(Protocol):
    """Answers from one commit; the next commit gets another searcher."""

    @property
    def generation(self) -> str: ...
    @property
    def articles(self) -> int: ...
    @property
    def outlets(self) -> Mapping[str, int]: ...
    @property
    def language_counts(self) -> Mapping[str, int]: ...
    @property
    def languages(self) -> frozenset[str | None]: ...
    @property
    def dates(self) -> tuple[int, date | None, date | None]:
        """The number of dated articles, the first day and the last."""

    def terms(self, prefix: str) -> Iterable[str]: ...
    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]: ...
    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page: ...
    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None: ...
    def facets(self, plan: Plan) -> Facets: ...
    def article(self, identity: str) -> Article: ...


class SearcherEngine(ABC):
    """An engine that answers every call from a searcher of the last commit."""

    name: ClassVar[str]
    unsupported: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """The answer of the last commit's searcher."""

    def languages(self) -> frozenset[str | None]:
        return self._ask(lambda searcher: searcher.languages)

    def terms(self, prefix: str) -> Iterable[str]:
        return self._ask(lambda searcher: searcher.terms(prefix))

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        return self._ask(lambda searcher: searcher.doc_freq(terms))

    def outlets(self) -> Iterable[str]:
        return self._ask(lambda searcher: searcher.outlets)

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        return self._ask(lambda searcher: searcher.page(plan, sort, after, limit))

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        return self._ask(lambda searcher: searcher.previous_page_start(plan, sort, start, limit))

    def facets(self, plan: Plan) -> Facets:
        return self._ask(lambda searcher: searcher.facets(plan))

    def article(self, identity: str) -> Article:
        return self._ask(lambda searcher: searcher.article(identity))

    def _info(self, searcher: Searcher, manifest: Manifest, location: str, size: int) -> IndexInfo:
        dated, first, last = searcher.dates
        return IndexInfo(
            engine=self.name,
            location=location,
            articles=searcher.articles,
            undated=searcher.articles - dated,
            first_day=first,
            last_day=last,
            outlets=searcher.outlets,
            languages=searcher.language_counts,
            bytes=size,
            schema=manifest.schema,
            analysis=manifest.analysis,
            last_written=manifest.last_written,
            generation=searcher.generation,
        )
