"""The top hits in the order of search.results.sorting."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from onrecord.index.article import Article
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.plan.document import Document
from onrecord.search.results.pagination import ScoredDocument
from onrecord.search.results.sorting import SearchAfter, Sort, round_score, sort_key

MANY = 1000  # hits wanted from which all are put in order at once

Standing = tuple[float, str, int]  # a hit's score turned round, its key and its number


@dataclass
class Ranking:
    """Hits by rank. `scores` is None where the order is by date alone."""

    segments: Segments
    articles: Set[int]
    scores: Mapping[int, float] | None
    sort: Sort
    ordered: list[Standing] = field(default_factory=list)  # the best so far asked for
    numbers: dict[int, float] = field(default_factory=dict)  # days in this order

    def __call__(self, offset: int, limit: int) -> list[ScoredDocument]:
        """The hits of ranks [offset, offset + limit)."""
        wanted = min(offset + limit, len(self.articles))
        if wanted > len(self.ordered):
            self.ordered = self._best(len(self.articles) if wanted > MANY else wanted)
        return [
            ScoredDocument(Document(self._article(article)), SearchAfter(0.0 - negated, key, rank))
            for rank, (negated, key, article) in enumerate(self.ordered[offset:wanted], offset + 1)
        ]

    def _best(self, wanted: int) -> list[Standing]:
        """The best hits, and with them whatever ties with the last."""
        rough = {article: self._rough(article) for article in self.articles}
        last = heapq.nsmallest(wanted, rough.values())[-1]
        slack = 0.0 if self.scores is None else 1e-4 * abs(last)  # comparable() may make ties
        close = (article for article, weight in rough.items() if weight <= last + slack)
        return sorted(map(self._standing, close))

    def _rough(self, article: int) -> float:
        """A number that orders hits, smallest first, but for ties."""
        if self.scores is not None:
            return -self.scores[article]
        day = self.segments.numbers("day")[article]
        if day not in self.numbers:
            self.numbers[day] = int(sort_key(self.sort, schema.date_of(day), ""))
        return self.numbers[day]

    def _standing(self, article: int) -> Standing:
        score = 0.0 if self.scores is None else round_score(self.scores[article])
        identity = schema.decoded(self.segments.value("id", article))
        day = schema.date_of(self.segments.numbers("day")[article])
        return -score, sort_key(self.sort, day, identity), article

    def _article(self, article: int) -> Article:
        return schema.unpack(self.segments.value("article", article))
