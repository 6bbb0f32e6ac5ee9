"""The Engine protocol: what every engine promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol, Self

from onrecord.index.article import Article
from onrecord.index.writer_protocol import Writer
from onrecord.search.plan.nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort


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

    def terms(self, prefix: str) -> Iterable[str]:
        """The tokens of the exact layer that begin with this, in any order."""

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """In how many articles' texts each of these tokens of the exact layer stands.

        Articles deleted a short while ago may still count.
        """

    def outlets(self) -> Iterable[str]:
        """Every outlet."""

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        """The next hits after a place."""

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
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
