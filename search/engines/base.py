"""The Engine protocol that every engine implements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol, Self

from onrecord.index.article import Article
from onrecord.index.writer_protocol import Writer
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import Plan
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page
from onrecord.search.results.sorting import SearchAfter, Sort
from onrecord.search.timeout import check_timeout


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds and how it was built."""

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
    """A searchable index; `unsupported` names the queries it refuses.

    Every call sees the last commit, by whatever process.
    """

    name: ClassVar[str]
    unsupported: ClassVar[frozenset[str]]

    @classmethod
    def open(cls, location: str) -> Self:
        """Open the index at a location; it need not exist until `writer` is called."""

    def generation(self) -> str:
        """Identifies the last commit; changes whenever the index does."""

    def languages(self) -> frozenset[str | None]:
        """The languages of the articles; None stands for unknown."""

    def terms(self, prefix: str) -> Iterable[str]:
        """The terms of the exact layer that start with a prefix, in any order."""

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """The number of articles whose text contains each term of the exact layer.

        Recently deleted articles may still count.
        """

    def outlets(self) -> Iterable[str]:
        """All outlets."""

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        """The next hits after a cursor, or the first ones."""

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        """The cursor `limit` hits before another; None if the page before is the first."""

    def facets(self, plan: Plan) -> Facets:
        """Counts by outlet, language, year and month, and by day over a few months.

        Undated articles count in no period.
        """

    def article(self, identity: str) -> Article:
        """The article with this id; UnknownArticle if there is none."""

    def info(self) -> IndexInfo:
        """What the index holds."""

    def writer(self, *, rebuild: bool = False) -> Writer:
        """Open the index for writing; IndexLocked, naming the owner, if another process has it.

        A rebuild starts empty, whatever version built the index; searches use the old index
        until the writer is finished and closed.
        """

    def close(self) -> None:
        """Close files and connections."""


def iter_pages(
    engine: Engine,
    plan: Plan,
    sort: Sort,
    limit: int,
    *,
    after: SearchAfter | None = None,
    max_limit: int = 0,
) -> Iterator[Page]:
    """Every page of hits, fetched when asked for; at least one, which may be empty.

    Page sizes start at `limit` and double up to `max_limit`.
    """
    while True:
        check_timeout()
        page = engine.page(plan, sort, after, limit)
        yield page
        if not page.has_more or not page.documents:
            return
        after, limit = page.documents[-1].search_after, max(limit, min(2 * limit, max_limit))


def iter_documents(
    engine: Engine, plan: Plan, sort: Sort, limit: int, *, max_limit: int = 0
) -> Iterator[Document]:
    """Every matching document, page by page: see iter_pages."""
    for page in iter_pages(engine, plan, sort, limit, max_limit=max_limit):
        for scored in page.documents:
            yield scored.document
