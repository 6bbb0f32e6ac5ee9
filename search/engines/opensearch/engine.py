"""OpenSearch: a cluster, for archives past one machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from onrecord.index.article import Article
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.opensearch.url import Address, read_address
from onrecord.search.errors import EngineError
from onrecord.search.plan.nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort

try:
    from opensearchpy import OpenSearch

    from onrecord.search.engines.opensearch.connection import connect, told
    from onrecord.search.engines.opensearch.index_state import read_state
    from onrecord.search.engines.opensearch.mapping import manifest_of
    from onrecord.search.engines.opensearch.reading.searcher import Searcher
    from onrecord.search.engines.opensearch.writing.writer import OpenSearchWriter
except ModuleNotFoundError as error:
    if error.name not in ("opensearchpy", "orjson"):
        raise
    raise EngineError(
        "OpenSearch needs its client, which is an extra: pip install 'onrecord[opensearch]'"
    ) from error


@dataclass
class OpenSearchEngine:
    """An index on a cluster, seen as it was last committed by whatever process."""

    name: ClassVar[str] = "opensearch"
    unsupported: ClassVar[frozenset[str]] = frozenset()
    address: Address
    client: OpenSearch
    _searcher: Searcher | None = None

    @classmethod
    def open(cls, location: str) -> OpenSearchEngine:
        address = read_address(location)
        return cls(address, connect(address))

    def generation(self) -> str:
        with told(self.address):
            return read_state(self.client, self.address).generation

    def _current_searcher(self) -> Searcher:
        """The last commit. Threads may race here; each gets a complete searcher."""
        state, searcher = read_state(self.client, self.address), self._searcher
        if searcher is None or searcher.state.generation != state.generation:
            if searcher is not None:
                searcher.close()
            searcher = self._searcher = Searcher(self.client, state)
        return searcher

    def languages(self) -> frozenset[str | None]:
        with told(self.address):
            searcher = self._current_searcher()
            unknown = sum(searcher.languages.values()) < searcher.articles
            return frozenset(searcher.languages) | ({None} if unknown else set())

    def terms(self, prefix: str) -> Iterable[str]:
        with told(self.address):
            return self._current_searcher().terms(prefix)

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        with told(self.address):
            return self._current_searcher().doc_freq(terms)

    def outlets(self) -> Iterable[str]:
        with told(self.address):
            return self._current_searcher().outlets

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        with told(self.address):
            return self._current_searcher().page(plan, sort, after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        with told(self.address):
            return self._current_searcher().previous_page_start(plan, sort, start, limit)

    def facets(self, plan: Plan) -> Facets:
        with told(self.address):
            return self._current_searcher().facets(plan)

    def article(self, identity: str) -> Article:
        with told(self.address):
            return self._current_searcher().article(identity)

    def info(self) -> IndexInfo:
        with told(self.address):
            searcher = self._current_searcher()
            made = manifest_of(searcher.state.meta)
            dated, first, last = searcher.days
            return IndexInfo(
                engine=self.name,
                location=str(self.address),
                articles=searcher.articles,
                undated=searcher.articles - dated,
                first_day=first,
                last_day=last,
                outlets=searcher.outlets,
                languages=searcher.languages,
                bytes=searcher.bytes(),
                schema=made.schema,
                analysis=made.analysis,
                last_written=made.last_written,
                generation=searcher.state.generation,
            )

    def writer(self, *, rebuild: bool = False) -> OpenSearchWriter:
        with told(self.address):
            return OpenSearchWriter.open(self.client, self.address, rebuild=rebuild)

    def close(self) -> None:
        searcher, self._searcher = self._searcher, None
        with told(self.address):
            if searcher is not None:
                searcher.close()
            self.client.close()
