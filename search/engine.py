"""The Engine protocol, and the one place that knows which engines there are."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from index.article import Article
from index.writer import Writer
from search.errors import UnknownEngine
from search.plan import Plan
from search.results import Facets

if TYPE_CHECKING:
    from search.matching import Document

DEFAULT_INDEX = ".onrecord"


class Sort(StrEnum):
    """The order of hits; ties by date (newest first, undated last), then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands in an order: enough to continue after it, whatever has been added."""

    score: float
    key: str
    rank: int  # how many hits stood up to and including this one


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article found, with its score (0.0 where the order is by date) and its place.

    An engine may keep the document, whose analyses are then made once for several searches.
    """

    document: Document
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the articles found; `total` counts them all, exactly."""

    total: int
    found: tuple[Ranked, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds and how it was made."""

    engine: str
    location: str
    articles: int
    undated: int
    first_day: date | None
    last_day: date | None
    outlets: Mapping[str, int]
    languages: Mapping[str, int]
    bytes: int
    schema: int
    analysis: int
    last_written: datetime | None
    generation: str


class Engine(Protocol):
    """An index that can be searched; what it cannot do it lists in `unsupported`.

    Every call sees the index as last committed, by whatever process.
    """

    name: ClassVar[str]
    unsupported: ClassVar[frozenset[str]]

    @classmethod
    def open(cls, location: str) -> Self:
        """The index at a location, which need not exist before a writer is asked for."""

    def generation(self) -> str:
        """Changes whenever the index does."""

    def languages(self) -> frozenset[str | None]:
        """The languages of its articles; None stands for unknown."""

    def words(self, prefix: str) -> Iterable[str]:
        """The tokens of the exact layer that begin with this, in any order."""

    def holding(self, words: Iterable[str]) -> Mapping[str, int]:
        """In how many articles' texts each of these tokens of the exact layer stands.

        Articles deleted a short while ago may still count.
        """

    def outlets(self) -> Iterable[str]:
        """Every outlet."""

    def page(self, plan: Plan, sort: Sort, after: Place | None, limit: int) -> Page:
        """The next hits after a place."""

    def place_before(self, plan: Plan, sort: Sort, place: Place, hits: int) -> Place | None:
        """The place so many hits before another, to turn back to; None where the first page is."""

    def facets(self, plan: Plan) -> Facets:
        """Counts by outlet, language, year, month and, of a few months, day.

        Undated ones count in no time.
        """

    def article(self, identity: str) -> Article:
        """The article with this id; UnknownArticle if there is none."""

    def info(self) -> IndexInfo:
        """What the index holds."""

    def writer(self, *, rebuild: bool = False) -> Writer:
        """The hold for writing; IndexBusy, naming the holder, if another process has it.

        With `rebuild` it starts empty, whatever version the index was made by, and searches are
        answered from the old one until the writer is finished and closed.
        """

    def close(self) -> None:
        """Let go of files and connections."""


ENGINES = {
    "memory": "search.engines.memory:MemoryEngine",
    "tantivy": "search.engines.tantivy:TantivyEngine",
    "whoosh": "search.engines.whoosh:WhooshEngine",
    "opensearch": "search.engines.opensearch.engine:OpenSearchEngine",
}


def open_engine(url: str = DEFAULT_INDEX) -> Engine:
    """The engine of a URL such as `tantivy:PATH`; a plain path means tantivy.

    What stands behind a plus, as in `opensearch+https:`, is handed on with the location.
    """
    name, colon, location = url.partition(":")
    if not colon:
        name, location = "tantivy", url
    name, plus, transport = name.partition("+")
    if plus:
        location = f"{transport}:{location}"
    if name not in ENGINES:
        known = ", ".join(f"{known}:" for known in ENGINES)
        raise UnknownEngine(f"no engine is called {name!r}; an index is a path or one of {known}")
    module, _, class_name = ENGINES[name].partition(":")
    engine: type[Engine] = getattr(importlib.import_module(module), class_name)
    return engine.open(location)
