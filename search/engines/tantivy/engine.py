"""Tantivy, the default engine: embedded in this process, one folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, TypeVar

import tantivy

from onrecord.search.engines.local_storage import (
    PAUSES,
    LocalEngine,
    checked_manifest,
    wait_for_swap,
)
from onrecord.search.engines.tantivy.searcher import Searcher
from onrecord.search.engines.tantivy.storage import IndexReader, damage_guard, open_index
from onrecord.search.engines.tantivy.writer import TantivyWriter
from onrecord.search.errors import IndexCorrupt, IndexMissing

T = TypeVar("T")


@dataclass
class TantivyEngine(LocalEngine):
    """An index folder as last committed by any process."""

    name: ClassVar[str] = "tantivy"
    _index: tantivy.Index | None = None
    _searcher: Searcher | None = None

    def generation(self) -> str:
        """The state of meta.json, which every commit replaces."""
        return wait_for_swap(self.folder, self._meta_state)

    def _meta_state(self) -> str:
        try:
            state = self._meta.stat()
        except OSError:
            raise IndexMissing(
                f"there is no index at {self.folder}; make one: onrecord index FILES"
            ) from None
        return f"{state.st_mtime_ns:x}-{state.st_ino:x}-{state.st_size:x}"

    @cached_property
    def _meta(self) -> Path:
        return self.folder / "tantivy" / "meta.json"

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """Threads may race here; each gets a complete searcher."""
        generation, searcher = self.generation(), self._searcher
        if searcher is None or searcher.generation != generation:
            reader = IndexReader.of(self._reload(), self.folder)
            searcher = self._searcher = Searcher(reader, generation)
        return question(searcher)

    def _reload(self) -> tantivy.Index:
        """The index at its last commit; tried again, as files may go away under a reader."""
        checked_manifest(self.folder, self.name)
        for pause in PAUSES:
            with suppress(IndexCorrupt):
                return self._open()
            time.sleep(pause)
        return self._open()

    def _open(self) -> tantivy.Index:
        with damage_guard(self.folder, "read"):
            index = self._index or open_index(self.folder / "tantivy", create=False)
            index.reload()
        self._index = index
        return index

    def _open_writer(self, *, rebuild: bool) -> TantivyWriter:
        return TantivyWriter.open(self.folder, rebuild=rebuild)

    def close(self) -> None:
        self._index = self._searcher = None
