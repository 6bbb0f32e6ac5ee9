"""OpenSearch: a cluster, for archives that outgrow one machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.opensearch.url import Address, read_address
from onrecord.search.engines.searcher_engine import SearcherEngine
from onrecord.search.errors import EngineError
from onrecord.search.timeout import check_timeout

try:
    from opensearchpy import OpenSearch

    from onrecord.search.engines.opensearch.connection import connect
    from onrecord.search.engines.opensearch.errors import translated_errors
    from onrecord.search.engines.opensearch.index_state import read_state
    from onrecord.search.engines.opensearch.mapping import manifest_of
    from onrecord.search.engines.opensearch.reading.searcher import CommitGone, Searcher
    from onrecord.search.engines.opensearch.writing.writer import OpenSearchWriter
except ModuleNotFoundError as error:
    if error.name not in ("opensearchpy", "orjson"):
        raise
    raise EngineError(
        "OpenSearch needs its client, which is an extra: pip install 'onrecord[opensearch]'"
    ) from error

T = TypeVar("T")


@dataclass
class OpenSearchEngine(SearcherEngine):
    """An index on a cluster as last committed by any process."""

    name: ClassVar[str] = "opensearch"
    address: Address
    client: OpenSearch
    _searcher: Searcher | None = None

    @classmethod
    def open(cls, location: str) -> OpenSearchEngine:
        address = read_address(location)
        return cls(address, connect(address))

    def generation(self) -> str:
        with translated_errors(self.address):
            return read_state(self.client, self.address).generation

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """Asked again if the commit goes while it is read."""
        with translated_errors(self.address):
            while True:
                check_timeout()
                searcher = self._current_searcher()
                try:
                    return question(searcher)
                except CommitGone:
                    continue

    def _current_searcher(self) -> Searcher:
        """A searcher of the last commit. Threads may race here; each gets a complete one."""
        state, searcher = read_state(self.client, self.address), self._searcher
        if searcher is None or searcher.generation != state.generation:
            if searcher is not None:
                searcher.close()
            searcher = self._searcher = Searcher(self.client, self.address, state)
        return searcher

    def info(self) -> IndexInfo:
        return self._ask(
            lambda searcher: self._info(
                searcher, manifest_of(searcher.state.meta), str(self.address), searcher.bytes()
            )
        )

    def writer(self, *, rebuild: bool = False) -> OpenSearchWriter:
        with translated_errors(self.address):
            return OpenSearchWriter.open(self.client, self.address, rebuild=rebuild)

    def close(self) -> None:
        searcher, self._searcher = self._searcher, None
        with translated_errors(self.address):
            if searcher is not None:
                searcher.close()
            self.client.close()
