"""Cursors: a place in an order as an opaque, copyable word."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from onrecord.search.errors import InvalidCursor
from onrecord.search.results.sorting import SearchAfter


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place, the search it belongs to, and the index's generation on the first page."""

    search_after: SearchAfter
    search: str
    generation: str


def search_fingerprint(*parts: str) -> str:
    """What tells one search from another in its cursors."""
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


def decode_cursor(word: str, search: str) -> Cursor:
    """The cursor of a word, which must belong to this search; else InvalidCursor."""
    try:
        packed = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        place = packed["place"]
        cursor = Cursor(
            SearchAfter(float(place["score"]), str(place["key"]), int(place["rank"])),
            str(packed["search"]),
            str(packed["generation"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise InvalidCursor(
            f"{word[:40]!r} is not a cursor; copy `next` from the last page"
        ) from error
    if cursor.search != search:
        raise InvalidCursor("this cursor belongs to another query, filter or order; start again")
    return cursor
