"""Whoosh: embedded, pure Python: anywhere Python runs, for corpora of moderate size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import RLock
from typing import ClassVar, TypeVar

from onrecord.index.article import Article
from onrecord.index.storage import manifest
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.local_storage import awaited, checked_manifest, folder_bytes
from onrecord.search.engines.whoosh import storage
from onrecord.search.engines.whoosh.searcher import Searcher
from onrecord.search.engines.whoosh.writer import WhooshWriter
from onrecord.search.plan.nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort

T = TypeVar("T")


@dataclass
class WhooshEngine:
    """An index folder, seen as it was last committed by whatever process."""

    name: ClassVar[str] = "whoosh"
    unsupported: ClassVar[frozenset[str]] = frozenset()
    folder: Path
    _searcher: Searcher | None = None
    # Whoosh's readers share file positions between threads.
    _one_at_a_time: RLock = field(default_factory=RLock)

    @classmethod
    def open(cls, location: str) -> WhooshEngine:
        return cls(Path(location))

    def generation(self) -> str:
        return awaited(self.folder, partial(storage.last_commit, self.folder))

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """An answer from the last commit."""
        failing = storage.failing_as_broken(self.folder, "read")
        with self._one_at_a_time, failing, storage.reading(self.folder):
            return question(self._current_searcher())

    def _current_searcher(self) -> Searcher:
        generation = self.generation()
        if self._searcher is None or self._searcher.generation != generation:
            checked_manifest(self.folder, "whoosh")
            self._let_go()
            self._searcher = Searcher(storage.open_segments(self.folder), generation)
        return self._searcher

    def languages(self) -> frozenset[str | None]:
        return self._ask(lambda searcher: searcher.languages)

    def terms(self, prefix: str) -> Iterable[str]:
        return self._ask(lambda searcher: searcher.terms(prefix))

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        return self._ask(lambda searcher: searcher.doc_freq(terms))

    def outlets(self) -> Iterable[str]:
        return self._ask(lambda searcher: list(searcher.names("outlet")))

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

    def info(self) -> IndexInfo:
        return self._ask(self._info)

    def _info(self, searcher: Searcher) -> IndexInfo:
        made = checked_manifest(self.folder, "whoosh")
        articles, days = len(searcher.segments.live), searcher.days
        return IndexInfo(
            engine=self.name,
            location=str(self.folder),
            articles=articles,
            undated=articles - len(days),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            outlets=searcher.counts("outlet"),
            languages=searcher.counts("lang"),
            bytes=folder_bytes(self.folder),
            schema=made.schema,
            analysis=made.analysis,
            last_written=made.last_written,
            generation=searcher.generation,
        )

    def writer(self, *, rebuild: bool = False) -> WhooshWriter:
        if not rebuild and (self.folder / manifest.FILE).exists():
            checked_manifest(self.folder, "whoosh")
        self.close()  # a rebuild takes away the files that are open here
        return WhooshWriter.open(self.folder, rebuild=rebuild)

    def close(self) -> None:
        with self._one_at_a_time:
            self._let_go()

    def _let_go(self) -> None:
        if self._searcher is not None:
            self._searcher.segments.close()
        self._searcher = None
