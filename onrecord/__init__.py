"""Full-text search over news articles, for fact-checkers: the Python API.

    with onrecord.open_index("archive-index") as index:
        for hit in index.hits('"noon against Putin"', outlets="moscow", date_from="2024-02"):
            print(hit.date, hit.title, hit.url)

docs/python.md has more examples.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack

if TYPE_CHECKING:
    from onrecord.index.article import Article as Article
    from onrecord.search.engines.base import Engine
    from onrecord.search.engines.base import IndexInfo as IndexInfo
    from onrecord.search.errors import SearchError as SearchError
    from onrecord.search.quote_check.models import QuoteReport as QuoteReport
    from onrecord.search.results.models import Hit as Hit
    from onrecord.search.results.models import SearchResults as SearchResults
    from onrecord.search.service import SearchRequest

# Where the other public names are. They are imported on first use, as is the search itself:
# every module of the command line imports this one first.
_EXPORTS = {
    "Article": "onrecord.index.article",
    "Hit": "onrecord.search.results.models",
    "IndexInfo": "onrecord.search.engines.base",
    "QuoteReport": "onrecord.search.quote_check.models",
    "SearchError": "onrecord.search.errors",
    "SearchResults": "onrecord.search.results.models",
}
__all__ = ["Filters", "Index", "open_index", *_EXPORTS]


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_EXPORTS[name]), name)


class Filters(TypedDict, total=False):
    """Keyword arguments of a search; of several outlets, languages or periods any may match."""

    sort: Literal["relevance", "newest", "oldest"]
    date_from: date | str | None  # such as "2024", "2024-03" or "2024-03-15"
    date_to: date | str | None
    outlets: str | Iterable[str]
    languages: str | Iterable[str]
    periods: str | Iterable[str]  # such as "2024-03" or "2024-03-15..2024-03-17"
    literal: bool  # search for the text as one phrase, without operators
    any_word: bool  # match any of the words


def open_index(url: str | None = None) -> Index:
    """Open a folder or an engine URL (default: $ONRECORD_INDEX, else .onrecord)."""
    from onrecord.search.engines.registry import DEFAULT_INDEX, open_engine

    return Index(open_engine(url or os.environ.get("ONRECORD_INDEX") or DEFAULT_INDEX))


class Index:
    """An open index. Errors are `SearchError`s; an argument that makes no sense, a ValueError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._engine.close()

    def search(
        self,
        query: str = "",
        *,
        limit: int = 10,
        cursor: str | None = None,
        facets: bool = False,
        **filters: Unpack[Filters],
    ) -> SearchResults:
        """One page of hits; `cursor` is the `next` of the page before."""
        from onrecord.search.service import search

        request = _request(query, limit=limit, cursor=cursor, facets=facets, **filters)
        return search(self._engine, request)

    def hits(self, query: str = "", **filters: Unpack[Filters]) -> Iterator[Hit]:
        """Every hit, fetched page by page."""
        from onrecord.search.service import iter_hits

        return iter_hits(self._engine, _request(query, **filters))

    def facets(self, query: str = "", **filters: Unpack[Filters]) -> dict[str, dict[str, int]]:
        """The number of hits by outlet, language, year, month and (of a few months) day."""
        counts = self.search(query, limit=1, facets=True, **filters).facets or {}
        return {name: {one.value: one.count for one in counts[name]} for name in counts}

    def check_quote(self, quotation: str, *, limit: int | None = None) -> QuoteReport:
        """Whether the quotation is verbatim, abridged, altered, spliced or not found, and where."""
        from onrecord.search.quote_check.check import QuoteRequest, check

        return check(self._engine, QuoteRequest(quotation, limit))

    def article(self, article_id: str) -> Article:
        """The article with this id, in full."""
        return self._engine.article(article_id)

    def info(self) -> IndexInfo:
        """What the index holds."""
        return self._engine.info()


def _request(
    query: str,
    *,
    sort: str = "relevance",
    date_from: date | str | None = None,
    date_to: date | str | None = None,
    outlets: str | Iterable[str] = (),
    languages: str | Iterable[str] = (),
    periods: str | Iterable[str] = (),
    literal: bool = False,
    any_word: bool = False,
    **page: Any,
) -> SearchRequest:
    from onrecord.search.results.sorting import Sort
    from onrecord.search.service import SearchRequest

    if literal and any_word:
        raise ValueError("literal and any_word cannot be combined")
    for period in _strings(periods):
        _day_range(period)
    return SearchRequest(
        query,
        sort=Sort(sort),
        first=_day(date_from, last=False),
        last=_day(date_to, last=True),
        outlets=_strings(outlets),
        languages=_strings(languages),
        periods=_strings(periods),
        literal=literal,
        any_word=any_word,
        **page,
    )


def _strings(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _day(value: date | str | None, *, last: bool) -> date | None:
    if isinstance(value, str):
        day = _day_range(value)[last]
        if day is None:
            raise ValueError(f"{value!r} is open at this end")
        return day
    return value.date() if isinstance(value, datetime) else value


def _day_range(text: str) -> tuple[date | None, date | None]:
    from onrecord.search.query.date_ranges import day_range

    return day_range(text, date.today())
