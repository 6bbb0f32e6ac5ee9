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
    _seen: Searcher | None = None

    @classmethod
    def open(cls, location: str) -> OpenSearchEngine:
        address = read_address(location)
        return cls(address, connect(address))

    def generation(self) -> str:
        with told(self.address):
            return read_state(self.client, self.address).generation

    @property
    def _view(self) -> Searcher:
        """The last commit. Threads may race here; each gets a view that is whole."""
        state, view = read_state(self.client, self.address), self._seen
        if view is None or view.state.generation != state.generation:
            if view is not None:
                view.close()
            view = self._seen = Searcher(self.client, state)
        return view

    def languages(self) -> frozenset[str | None]:
        with told(self.address):
            view = self._view
            unknown = sum(view.languages.values()) < view.articles
            return frozenset(view.languages) | ({None} if unknown else set())

    def words(self, prefix: str) -> Iterable[str]:
        with told(self.address):
            return self._view.words(prefix)

    def holding(self, words: Iterable[str]) -> Mapping[str, int]:
        with told(self.address):
            return self._view.holding(words)

    def outlets(self) -> Iterable[str]:
        with told(self.address):
            return self._view.outlets

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        with told(self.address):
            return self._view.page(plan, sort, after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, place: SearchAfter, hits: int
    ) -> SearchAfter | None:
        with told(self.address):
            return self._view.previous_page_start(plan, sort, place, hits)

    def facets(self, plan: Plan) -> Facets:
        with told(self.address):
            return self._view.facets(plan)

    def article(self, identity: str) -> Article:
        with told(self.address):
            return self._view.article(identity)

    def info(self) -> IndexInfo:
        with told(self.address):
            view = self._view
            made = manifest_of(view.state.meta)
            dated, first, last = view.days
            return IndexInfo(
                engine=self.name,
                location=str(self.address),
                articles=view.articles,
                undated=view.articles - dated,
                first_day=first,
                last_day=last,
                outlets=view.outlets,
                languages=view.languages,
                bytes=view.bytes(),
                schema=made.schema,
                analysis=made.analysis,
                last_written=made.last_written,
                generation=view.state.generation,
            )

    def writer(self, *, rebuild: bool = False) -> OpenSearchWriter:
        with told(self.address):
            return OpenSearchWriter.open(self.client, self.address, rebuild=rebuild)

    def close(self) -> None:
        view, self._seen = self._seen, None
        with told(self.address):
            if view is not None:
                view.close()
            self.client.close()
