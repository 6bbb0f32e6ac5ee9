"""Whoosh: embedded, pure Python: anywhere Python runs, for corpora of moderate size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import RLock
from typing import ClassVar, TypeVar

from index import manifest
from index.article import Article
from search.engine import IndexInfo, Page, Place, Sort
from search.engines.whoosh import storage
from search.engines.whoosh.view import View
from search.engines.whoosh.writer import WhooshWriter
from search.folders import awaited, checked_manifest, folder_bytes
from search.plan import Plan
from search.results import Facets

T = TypeVar("T")


@dataclass
class WhooshEngine:
    """An index folder, seen as it was last committed by whatever process."""

    name: ClassVar[str] = "whoosh"
    unsupported: ClassVar[frozenset[str]] = frozenset()
    folder: Path
    _seen: View | None = None
    # Whoosh's readers share file positions between threads.
    _one_at_a_time: RLock = field(default_factory=RLock)

    @classmethod
    def open(cls, location: str) -> WhooshEngine:
        return cls(Path(location))

    def generation(self) -> str:
        return awaited(self.folder, partial(storage.last_commit, self.folder))

    def _ask(self, question: Callable[[View], T]) -> T:
        """An answer from the last commit."""
        failing = storage.failing_as_broken(self.folder, "read")
        with self._one_at_a_time, failing, storage.reading(self.folder):
            return question(self._view())

    def _view(self) -> View:
        generation = self.generation()
        if self._seen is None or self._seen.generation != generation:
            checked_manifest(self.folder, "whoosh")
            self._let_go()
            self._seen = View(storage.open_segments(self.folder), generation)
        return self._seen

    def languages(self) -> frozenset[str | None]:
        return self._ask(lambda view: view.languages)

    def words(self, prefix: str) -> Iterable[str]:
        return self._ask(lambda view: view.words(prefix))

    def holding(self, words: Iterable[str]) -> Mapping[str, int]:
        return self._ask(lambda view: view.holding(words))

    def outlets(self) -> Iterable[str]:
        return self._ask(lambda view: list(view.names("outlet")))

    def page(self, plan: Plan, sort: Sort, after: Place | None, limit: int) -> Page:
        return self._ask(lambda view: view.page(plan, sort, after, limit))

    def place_before(self, plan: Plan, sort: Sort, place: Place, hits: int) -> Place | None:
        return self._ask(lambda view: view.place_before(plan, sort, place, hits))

    def facets(self, plan: Plan) -> Facets:
        return self._ask(lambda view: view.facets(plan))

    def article(self, identity: str) -> Article:
        return self._ask(lambda view: view.article(identity))

    def info(self) -> IndexInfo:
        return self._ask(self._info)

    def _info(self, view: View) -> IndexInfo:
        made = checked_manifest(self.folder, "whoosh")
        articles, days = len(view.segments.live), view.days
        return IndexInfo(
            engine=self.name,
            location=str(self.folder),
            articles=articles,
            undated=articles - len(days),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            outlets=view.counts("outlet"),
            languages=view.counts("lang"),
            bytes=folder_bytes(self.folder),
            schema=made.schema,
            analysis=made.analysis,
            last_written=made.last_written,
            generation=view.generation,
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
        if self._seen is not None:
            self._seen.segments.close()
        self._seen = None
