"""The order of search.results.sorting as a cluster sorts, and the rank of a hit in it.

A rank is counted, never taken from the cursor: since that was made the index may have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.search.engines.opensearch.mapping import ORDER_FIELDS, key_of
from onrecord.search.engines.opensearch.reading.compiler import Json
from onrecord.search.plan.nodes import Plan, is_scored
from onrecord.search.results.sorting import SearchAfter, Sort

# As search.results.sorting.comparable: five digits, for the rest depends on the order of summing.
CUT = """
if (_score <= 0) { return 0; }
double unit = Math.pow(10, 4 - Math.floor(Math.log10(_score)));
return Math.round(_score * unit) / unit;
"""
# Sums, since no filter of a cluster knows the score. A score is a float there, and so is its place.
IS_ABOVE = "_score.floatValue() > (float) params.score ? 1 : 0"
IS_LEVEL = "_score.floatValue() == (float) params.score ? 1 : 0"


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the hits: by score, then by a key of date and id, or by that key alone."""

    sort: Sort  # of the keys
    by_score: bool

    @property
    def _key(self) -> str:
        return ORDER_FIELDS[self.sort]

    def query(self, query: Json, *, backwards: bool = False) -> Json:
        """What finds the hits of a query in this order, or from its end."""
        by_key: Json = {self._key: "desc" if backwards else "asc"}
        if not self.by_score:
            return {"query": {"bool": {"filter": [query]}}, "sort": [by_key]}
        cut = {"script_score": {"query": query, "script": {"source": CUT}}}
        return {"query": cut, "sort": [{"_score": "asc" if backwards else "desc"}, by_key]}

    def place(self, place: SearchAfter) -> list[Any]:
        """Where to go on after a place."""
        return [*([place.score] if self.by_score else []), key_of(place.key)]

    def just_after(self, place: SearchAfter) -> list[Any]:
        """Where to go back from so that the hit at the place comes first."""
        *score, key = self.place(place)
        return [*score, key + "\0"]  # nothing stands between

    def counted_up_to(self, place: SearchAfter) -> Json:
        """Aggregations from which `rank_in` reads how many hits stand at or before a place."""
        keys: Json = {"filter": {"range": {self._key: {"lte": key_of(place.key)}}}}
        if not self.by_score:
            return {"level": keys}
        counted = _counted(IS_LEVEL, place.score)
        return {"above": _counted(IS_ABOVE, place.score), "level": keys | {"aggs": {"n": counted}}}


def order_of(plan: Plan, sort: Sort) -> Order:
    """The order of a plan's hits; those that have no score stand by date."""
    if sort is not Sort.RELEVANCE:
        return Order(sort, by_score=False)
    return Order(Sort.NEWEST, by_score=is_scored(plan))


def rank_in(answer: Json) -> int:
    """How many hits stand at or before the place that the answer's search counted up to."""
    found = answer["aggregations"]
    level = found["level"].get("n", {"value": found["level"]["doc_count"]})
    return int(found.get("above", {"value": 0})["value"] + level["value"])


def _counted(claim: str, score: float) -> Json:
    return {"sum": {"script": {"source": claim, "params": {"score": score}}}}
