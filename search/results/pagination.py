"""Pages of hits and their cursors; a page continues after the sort position of a hit."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from onrecord.search.errors import InvalidCursor
from onrecord.search.plan.document import Document
from onrecord.search.results.sorting import SearchAfter, round_score


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """A matching article with its sort position; its score is 0.0 if sorted by date.

    Engines may keep the document, so that its analyses are shared between searches.
    """

    document: Document
    search_after: SearchAfter


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matching articles; `total` counts all of them, exactly."""

    total: int
    documents: tuple[ScoredDocument, ...]
    has_more: bool


# What an engine provides: the hits of ranks [offset, offset + limit).
RankedSlice = Callable[[int, int], list[ScoredDocument]]


def page_after(
    ranked: RankedSlice, count: Callable[[], int], after: SearchAfter | None, limit: int
) -> Page:
    """The page after a sort position, even if hits before it were added or removed.

    `count` is called after `ranked`, which may learn the total.
    """
    offset = 0 if after is None else _offset_after(ranked, count(), after)
    found = ranked(offset, limit)
    total = count()
    return Page(total, tuple(found), offset + len(found) < total)


def previous_page_start(
    ranked: RankedSlice, total: int, after: SearchAfter, limit: int
) -> SearchAfter | None:
    """The sort position `limit` hits earlier; None if the first page begins there."""
    rank = _offset_after(ranked, total, after) - limit
    found = ranked(rank - 1, 1) if rank > 0 else []
    return found[0].search_after if found else None


def _offset_after(ranked: RankedSlice, total: int, after: SearchAfter) -> int:
    """The number of hits up to a sort position: usually its own rank, else by bisection."""
    at_rank = ranked(after.rank - 1, 1) if 0 < after.rank <= total else []
    if at_rank and _order(at_rank[0].search_after) == _order(after):
        return after.rank
    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        hit = ranked(middle, 1)
        if hit and _order(hit[0].search_after) <= _order(after):
            low = middle + 1
        else:
            high = middle
    return low


def _order(position: SearchAfter) -> tuple[float, str]:
    return -round_score(position.score), position.key


@dataclass(frozen=True, slots=True)
class Cursor:
    """A sort position, the search it belongs to, and the index generation of the first page."""

    search_after: SearchAfter
    search: str
    generation: str


def search_fingerprint(*parts: str) -> str:
    """Identifies a search in its cursors."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def encode_cursor(cursor: Cursor) -> str:
    """A cursor as letters, digits, - and _."""
    values = {
        "place": asdict(cursor.search_after),
        "search": cursor.search,
        "generation": cursor.generation,
    }
    packed = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode_cursor(text: str, search: str) -> Cursor:
    """Decodes a cursor; InvalidCursor if it is not one of this search."""
    try:
        packed = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        place = packed["place"]
        cursor = Cursor(
            SearchAfter(float(place["score"]), str(place["key"]), int(place["rank"])),
            str(packed["search"]),
            str(packed["generation"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        message = f"{text[:40]!r} is not a cursor; copy `next` from the previous page"
        raise InvalidCursor(message) from error
    if cursor.search != search:
        raise InvalidCursor("this cursor belongs to another query, filter or sort order")
    return cursor
