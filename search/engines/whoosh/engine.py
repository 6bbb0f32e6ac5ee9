"""Whoosh: embedded and pure Python: runs anywhere, for corpora of moderate size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from typing import ClassVar, TypeVar

from onrecord.search.engines.local_storage import LocalEngine, checked_manifest, wait_for_swap
from onrecord.search.engines.whoosh.searcher import Searcher
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.engines.whoosh.storage import last_commit
from onrecord.search.engines.whoosh.writer import WhooshWriter

T = TypeVar("T")


@dataclass
class WhooshEngine(LocalEngine):
    """An index folder as last committed by any process."""

    name: ClassVar[str] = "whoosh"
    _searcher: Searcher | None = None
    # Whoosh's readers share file positions between threads.
    _lock: RLock = field(default_factory=RLock)

    def generation(self) -> str:
        return wait_for_swap(self.folder, partial(last_commit, self.folder))

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        with self._lock:
            generation = self.generation()
            if self._searcher is None or self._searcher.generation != generation:
                checked_manifest(self.folder, self.name)
                self.close()
                self._searcher = Searcher(Segments.open(self.folder), generation)
            return question(self._searcher)

    def _open_writer(self, *, rebuild: bool) -> WhooshWriter:
        return WhooshWriter.open(self.folder, rebuild=rebuild)

    def close(self) -> None:
        with self._lock:
            if self._searcher is not None:
                self._searcher.segments.close()
            self._searcher = None
