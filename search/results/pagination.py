"""Paging by place, both ways: hits after one, found by rank first, by order where ranks moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.search.plan.document import Document
from onrecord.search.results.sorting import SearchAfter, round_score


@dataclass(frozen=True, slots=True)
class ScoredDocument:
    """An article found, with its score (0.0 where the order is by date) and its place.

    An engine may keep the document, whose analyses are then made once for several searches.
    """

    document: Document
    search_after: SearchAfter


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the articles found; `total` counts them all, exactly."""

    total: int
    documents: tuple[ScoredDocument, ...]
    has_more: bool


# What an engine offers: the hits of ranks [offset, offset + limit) in the total order.
RankedSlice = Callable[[int, int], list[ScoredDocument]]


def page_after(
    ranking: RankedSlice, count: Callable[[], int], after: SearchAfter | None, limit: int
) -> Page:
    """The next page, each hit once, even if hits were added or removed before the place.

    `count` is asked after the first call of `ranking`, which may have learnt the total.
    """
    offset = 0 if after is None else _offset_after(ranking, count(), after)
    found = ranking(offset, limit)
    total = count()
    return Page(total, tuple(found), offset + len(found) < total)


def previous_page_start(
    ranking: RankedSlice, total: int, place: SearchAfter, hits: int
) -> SearchAfter | None:
    """The place so many hits before another; None if no more than these stand there."""
    rank = _offset_after(ranking, total, place) - hits
    found = ranking(rank - 1, 1) if rank > 0 else []
    return found[0].search_after if found else None


def _offset_after(ranking: RankedSlice, total: int, after: SearchAfter) -> int:
    """How many hits stand at or before a place: usually its own rank, else by bisection."""
    at_rank = ranking(after.rank - 1, 1) if 0 < after.rank <= total else []
    if at_rank and _order(at_rank[0].search_after) == _order(after):
        return after.rank
    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        hit = ranking(middle, 1)
        if hit and _order(hit[0].search_after) <= _order(after):
            low = middle + 1
        else:
            high = middle
    return low


def _order(place: SearchAfter) -> tuple[float, str]:
    return -round_score(place.score), place.key
