"""Hits by rank while someone walks along them, without asking tantivy for each page anew.

It finds the hits of ranks 10,000 to 10,500 by ordering all up to there. So of a page that is not
the first some of what follows is fetched too and kept: a walk to the end takes a few searches.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from onrecord.search.engines.tantivy.collector import Scored

AHEAD = 2  # times as many as stand before
LEAST_AHEAD = 100  # so that finding a place again and going on from it are one search
MOST_AHEAD = 20_000
MOST_KEPT = 8  # walks at a time

Ordered = Callable[[int, int], list[Scored]]


@dataclass(frozen=True, slots=True)
class HitRange:
    """The hits of the ranks from `start` on."""

    start: int
    hits: list[Scored]
    is_last: bool  # nothing comes behind

    def holds(self, offset: int, limit: int) -> bool:
        end = self.start + len(self.hits)
        return self.start <= offset and (self.is_last or offset + limit <= end)


@dataclass(frozen=True, slots=True)
class Walks:
    """The stretches that the latest walks have come to."""

    kept: OrderedDict[Hashable, HitRange] = field(default_factory=OrderedDict)

    def hits(self, walk: Hashable, ordered: Ordered, offset: int, limit: int) -> list[Scored]:
        """The hits of ranks [offset, offset + limit), as `ordered` would give them."""
        if offset == 0:
            return ordered(0, limit)
        stretch = self.kept.pop(walk, None)
        if stretch is None or not stretch.holds(offset, limit):
            wanted = limit + min(max(AHEAD * offset, LEAST_AHEAD), MOST_AHEAD)
            hits = ordered(offset, wanted)
            stretch = HitRange(offset, hits, len(hits) < wanted)
        self.kept[walk] = stretch  # as the newest
        if len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return stretch.hits[offset - stretch.start : offset - stretch.start + limit]
