"""Hits of a tantivy query by rank, in the total order of search.results.sorting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import tantivy

from onrecord.search.engines.stored_fields import ORDER_FIELDS
from onrecord.search.engines.tantivy.storage import IndexReader, total_of
from onrecord.search.results.sorting import Sort, round_score

TIE_MARGIN = 16  # hits fetched beyond the last one wanted, to see whether its score continues
READ_AHEAD_FACTOR = 2  # times the hits that come before
MIN_READ_AHEAD = 100  # finding a cursor's hit again and the page after it take one search
MAX_READ_AHEAD = 20_000
MAX_CACHED_SCANS = 8

ScoredAddress = tuple[float, tantivy.DocAddress]


@dataclass(slots=True)
class HitCollector:
    """The ordered hits of one query on one commit; the first search counts them too."""

    reader: IndexReader
    query: tantivy.Query
    counted: int | None = None

    def total(self) -> int:
        if self.counted is None:
            self.counted = self.reader.count(self.query)
        return self.counted

    def _search(self, limit: int, **order: Any) -> list[tuple[Any, tantivy.DocAddress]]:
        found = self.reader.search(self.query, limit, count=self.counted is None, **order)
        if self.counted is None:
            self.counted = total_of(found)
        return found.hits

    def by_day(self, sort: Sort, offset: int, limit: int) -> list[ScoredAddress]:
        """Hits of ranks [offset, offset + limit): tantivy sorts by our own key."""
        by = ORDER_FIELDS[sort]
        hits = self._search(limit, offset=offset, order_by_field=by, order=tantivy.Order.Asc)
        return [(0.0, address) for _, address in hits]

    def by_score(self, offset: int, limit: int) -> list[ScoredAddress]:
        """Hits of ranks [offset, offset + limit), equal scores by key.

        Tantivy leaves ties in the order of its segments, which a merge changes.
        """
        best = self._best(offset + limit)
        return list(self._with_ties_ordered(best, offset, offset + limit))

    def _best(self, wanted: int) -> list[ScoredAddress]:
        """At least the best `wanted` hits, with all ties of the last of them."""
        fetched = wanted + TIE_MARGIN
        while True:
            hits = self._search(fetched)
            scored = [(round_score(score), address) for score, address in hits]
            if len(scored) < fetched or scored[-1][0] < scored[wanted - 1][0]:
                return scored
            fetched *= 4

    def _with_ties_ordered(
        self, scored: list[ScoredAddress], first: int, end: int
    ) -> Iterator[ScoredAddress]:
        at = 0
        for _, group in groupby(scored, key=lambda hit: hit[0]):
            ties = list(group)
            if at + len(ties) > first and len(ties) > 1:
                ties.sort(key=lambda hit: self.reader.newest_key(hit[1]))
            yield from ties[max(first - at, 0) : max(end - at, 0)]
            at += len(ties)
            if at >= end:
                return


@dataclass(frozen=True, slots=True)
class HitRange:
    """The hits of the ranks from `start` on."""

    start: int
    hits: list[ScoredAddress]
    is_last: bool  # there are no hits beyond

    def covers(self, offset: int, limit: int) -> bool:
        end = self.start + len(self.hits)
        return self.start <= offset and (self.is_last or offset + limit <= end)


@dataclass(frozen=True, slots=True)
class ReadAheadCache:
    """Hits read ahead for recent scans, so that reading to the end takes a few searches.

    To find the hits of ranks 10,000 to 10,500, tantivy orders all hits up to there.
    """

    ranges: OrderedDict[Hashable, HitRange] = field(default_factory=OrderedDict)

    def hits(
        self,
        scan: Hashable,
        collect: Callable[[int, int], list[ScoredAddress]],
        offset: int,
        limit: int,
    ) -> list[ScoredAddress]:
        """The hits of ranks [offset, offset + limit), as `collect` would return them."""
        if offset == 0:
            return collect(0, limit)
        cached = self.ranges.pop(scan, None)
        if cached is None or not cached.covers(offset, limit):
            ahead = min(max(READ_AHEAD_FACTOR * offset, MIN_READ_AHEAD), MAX_READ_AHEAD)
            hits = collect(offset, limit + ahead)
            cached = HitRange(offset, hits, len(hits) < limit + ahead)
        self.ranges[scan] = cached  # as the newest
        if len(self.ranges) > MAX_CACHED_SCANS:
            self.ranges.popitem(last=False)
        return cached.hits[offset - cached.start : offset - cached.start + limit]
