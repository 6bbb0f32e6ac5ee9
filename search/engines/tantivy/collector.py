"""Hits of a tantivy query by rank, in the total order of search.results.sorting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import tantivy

from onrecord.search.engines.tantivy import schema
from onrecord.search.results.sorting import Sort, round_score

BEYOND = 16  # hits fetched behind the last one wanted, to see whether its score goes on

Scored = tuple[float, tantivy.DocAddress]


@dataclass(slots=True)
class Ranking:
    """The hits of one query on one state of the index; the first search counts them too."""

    searcher: tantivy.Searcher
    query: tantivy.Query
    counted: int | None = None

    def total(self) -> int:
        if self.counted is None:
            self.counted = count(self.searcher, self.query)
        return self.counted

    def _search(self, limit: int, **order: Any) -> list[tuple[Any, tantivy.DocAddress]]:
        found = self.searcher.search(self.query, limit, count=self.counted is None, **order)
        if self.counted is None:
            self.counted = total_of(found)
        return found.hits

    def by_day(self, sort: Sort, offset: int, limit: int) -> list[Scored]:
        """Hits of ranks [offset, offset + limit): tantivy sorts by our own key."""
        by = schema.ORDER_FIELDS[sort]
        hits = self._search(limit, offset=offset, order_by_field=by, order=tantivy.Order.Asc)
        return [(0.0, address) for _, address in hits]

    def by_score(self, offset: int, limit: int) -> list[Scored]:
        """Hits of ranks [offset, offset + limit): equal scores put in order here.

        Tantivy leaves them in the order of its segments, which a merge changes.
        """
        best = self._best(offset + limit)
        return list(self._with_ties_ordered(best, offset, offset + limit))

    def _best(self, wanted: int) -> list[Scored]:
        """At least the best `wanted`, and with the last of them all that share its score."""
        fetched = wanted + BEYOND
        while True:
            hits = self._search(fetched)
            scored = [(round_score(score), address) for score, address in hits]
            if len(scored) < fetched or scored[-1][0] < scored[wanted - 1][0]:
                return scored
            fetched *= 4

    def _with_ties_ordered(self, scored: list[Scored], first: int, end: int) -> Iterator[Scored]:
        at = 0
        for _, group in groupby(scored, key=lambda hit: hit[0]):
            ties = list(group)
            if at + len(ties) > first and len(ties) > 1:
                ties.sort(key=lambda hit: self._key(hit[1]))
            yield from ties[max(first - at, 0) : max(end - at, 0)]
            at += len(ties)
            if at >= end:
                return

    def _key(self, address: tantivy.DocAddress) -> str:
        key: str = self.searcher.doc(address)["newest"][0]
        return key


def count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many articles match, exactly."""
    return total_of(searcher.search(query, limit=1, count=True))


def total_of(found: tantivy.SearchResult) -> int:
    """The total that a counting search gave."""
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
    return total
