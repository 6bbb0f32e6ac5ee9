"""Tantivy, the default engine: embedded, in this process, one folder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import tantivy

from onrecord.index.article import Article
from onrecord.index.storage import manifest
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.local_storage import PAUSES, awaited, checked_manifest, folder_bytes
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.errors import failing_as_broken
from onrecord.search.engines.tantivy.searcher import Searcher
from onrecord.search.engines.tantivy.writer import TantivyWriter
from onrecord.search.errors import IndexCorrupt, IndexMissing
from onrecord.search.plan.nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort


@dataclass
class TantivyEngine:
    """An index folder, seen as it was last committed by whatever process."""

    name: ClassVar[str] = "tantivy"
    unsupported: ClassVar[frozenset[str]] = frozenset()
    folder: Path
    _index: tantivy.Index | None = None
    _searcher: Searcher | None = None

    @classmethod
    def open(cls, location: str) -> TantivyEngine:
        return cls(Path(location))

    def generation(self) -> str:
        """The state of the file that every commit replaces."""
        return awaited(self.folder, self._state)

    def _state(self) -> str:
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

    @contextmanager
    def _reading(self) -> Iterator[Searcher]:
        """The last commit. Threads may race here; each gets a complete searcher."""
        generation, searcher = self.generation(), self._searcher
        if searcher is None or searcher.generation != generation:
            index = self._reloaded()
            searcher = self._searcher = Searcher(index.searcher(), index.schema, generation)
        with failing_as_broken(self.folder, "read"):
            yield searcher

    def _reloaded(self) -> tantivy.Index:
        """The index at its last commit; files may go away under the reader, so it tries again."""
        checked_manifest(self.folder, self.name)
        for pause in PAUSES:
            with suppress(IndexCorrupt):
                return self._opened()
            time.sleep(pause)
        return self._opened()

    def _opened(self) -> tantivy.Index:
        with failing_as_broken(self.folder, "read"):
            index = self._index or schema.open_index(str(self.folder / "tantivy"), create=False)
            index.reload()
        self._index = index
        return index

    def languages(self) -> frozenset[str | None]:
        with self._reading() as searcher:
            unknown = sum(searcher.languages.values()) < searcher.searcher.num_docs
            return frozenset(searcher.languages) | ({None} if unknown else set())

    def terms(self, prefix: str) -> Iterable[str]:
        with self._reading() as searcher:
            return searcher.terms(prefix)

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        with self._reading() as searcher:
            return searcher.doc_freq(terms)

    def outlets(self) -> Iterable[str]:
        with self._reading() as searcher:
            return searcher.outlets

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        with self._reading() as searcher:
            return searcher.page(plan, sort, after, limit)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        with self._reading() as searcher:
            return searcher.previous_page_start(plan, sort, start, limit)

    def facets(self, plan: Plan) -> Facets:
        with self._reading() as searcher:
            return searcher.facets(plan)

    def article(self, identity: str) -> Article:
        with self._reading() as searcher:
            return searcher.article(identity)

    def info(self) -> IndexInfo:
        with self._reading() as searcher:
            made = checked_manifest(self.folder, self.name)
            dated, first, last = searcher.days
            return IndexInfo(
                engine=self.name,
                location=str(self.folder),
                articles=searcher.searcher.num_docs,
                undated=searcher.searcher.num_docs - dated,
                first_day=first,
                last_day=last,
                outlets=searcher.outlets,
                languages=searcher.languages,
                bytes=folder_bytes(self.folder),
                schema=made.schema,
                analysis=made.analysis,
                last_written=made.last_written,
                generation=searcher.generation,
            )

    def writer(self, *, rebuild: bool = False) -> TantivyWriter:
        if not rebuild and (self.folder / manifest.FILE).exists():
            checked_manifest(self.folder, "tantivy")
        self.close()  # a rebuild takes away the files that are open here
        return TantivyWriter.open(self.folder, rebuild=rebuild)

    def close(self) -> None:
        self._index = self._searcher = None
