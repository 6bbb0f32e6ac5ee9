"""Search results as plain values, ready to be shown or written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.search.query.diagnostics import QueryWarning

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

JSON_KEYS = (
    "query", "interpreted", "warnings", "total", "took_ms", "next", "facets", "hits",
    "closest", "skipped",
)  # fmt: skip


def to_dict(value: DataclassInstance) -> dict[str, Any]:
    """The fields of a dataclass as JSON values, with dates in ISO 8601."""
    values = {name: getattr(value, name) for name in _names(type(value))}
    return {key: one.isoformat() if isinstance(one, date) else one for key, one in values.items()}


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment of a field, unchanged, from code point `start`.

    `highlights` are (start, end) offsets in `text`.
    """

    field: str
    text: str
    start: int
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching article: how and where it matched."""

    id: str
    title: str
    outlet: str | None
    date: date | None
    url: str | None
    author: str | None
    language: str | None
    source: str
    sha256: str
    score: float
    matched_as: str
    snippets: tuple[Snippet, ...]

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON."""
        return to_dict(self) | {"snippets": [to_dict(snippet) for snippet in self.snippets]}


@dataclass(frozen=True, slots=True)
class FacetCount:
    """The number of matching articles with this value."""

    value: str
    count: int


Facets = Mapping[str, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of the results of a search.

    `total` counts the matching articles. If it is 0, `closest` may hold those with some of the
    query, each `matched_as` "partial". `skipped` hits of this page could not be shown. `offset`
    hits come before this page; `previous`, if asked for, is the cursor of the page before, None if
    that is the first.
    """

    query: str
    interpreted: str
    warnings: tuple[QueryWarning, ...]
    total: int
    took_ms: float
    next: str | None
    facets: Facets | None
    hits: tuple[Hit, ...]
    closest: tuple[Hit, ...] = ()
    skipped: int = 0
    offset: int = 0
    previous: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The results as JSON, with JSON_KEYS as keys."""
        # Not asdict: it copies every string and offset, which takes as long as the search.
        values = {key: getattr(self, key) for key in JSON_KEYS}
        values["warnings"] = [to_dict(warning) for warning in self.warnings]
        values["hits"] = [hit.to_dict() for hit in self.hits]
        values["closest"] = [hit.to_dict() for hit in self.closest]
        values["facets"] = self.facets and {
            name: [to_dict(count) for count in counts] for name, counts in self.facets.items()
        }
        return values
