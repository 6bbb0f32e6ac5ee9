"""The order of search.results.sorting in a cluster's terms, and the rank of a hit in it.

A rank is counted, never taken from the cursor: the index may have changed in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.search.engines.opensearch.mapping import key_of
from onrecord.search.engines.opensearch.reading.compiler import Json
from onrecord.search.engines.stored_fields import ORDER_FIELDS
from onrecord.search.plan.plan_nodes import Plan, is_scored
from onrecord.search.results.sorting import SearchAfter, Sort

# As search.results.sorting.round_score: five digits, as the rest depends on summation order.
ROUND_SCORE = """
if (_score <= 0) { return 0; }
double unit = Math.pow(10, 4 - Math.floor(Math.log10(_score)));
return Math.round(_score * unit) / unit;
"""
# Summed, since filters cannot see the score. Scores are floats there, so ours are cut to floats.
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
        """The search for the hits of a query in this order, or from its end."""
        by_key: Json = {self._key: "desc" if backwards else "asc"}
        if not self.by_score:
            return {"query": {"bool": {"filter": [query]}}, "sort": [by_key]}
        rounded = {"script_score": {"query": query, "script": {"source": ROUND_SCORE}}}
        return {"query": rounded, "sort": [{"_score": "asc" if backwards else "desc"}, by_key]}

    def search_after(self, cursor: SearchAfter) -> list[Any]:
        """The sort values to continue after."""
        return [*([cursor.score] if self.by_score else []), key_of(cursor.key)]

    def just_after(self, cursor: SearchAfter) -> list[Any]:
        """The sort values to read backwards from, so that the cursor's hit comes first."""
        *score, key = self.search_after(cursor)
        return [*score, key + "\0"]  # nothing sorts between

    def count_up_to(self, cursor: SearchAfter) -> Json:
        """Aggregations from which `rank_in` reads the number of hits up to a cursor's."""
        keys: Json = {"filter": {"range": {self._key: {"lte": key_of(cursor.key)}}}}
        if not self.by_score:
            return {"level": keys}
        counted = _counted(IS_LEVEL, cursor.score)
        return {"above": _counted(IS_ABOVE, cursor.score), "level": keys | {"aggs": {"n": counted}}}


def order_of(plan: Plan, sort: Sort) -> Order:
    """The order of a plan's hits: by date if nothing is scored."""
    if sort is not Sort.RELEVANCE:
        return Order(sort, by_score=False)
    return Order(Sort.NEWEST, by_score=is_scored(plan))


def rank_in(answer: Json) -> int:
    """The number of hits up to the cursor that the answer's search counted up to."""
    found = answer["aggregations"]
    level = found["level"].get("n", {"value": found["level"]["doc_count"]})
    return int(found.get("above", {"value": 0})["value"] + level["value"])


def _counted(claim: str, score: float) -> Json:
    return {"sum": {"script": {"source": claim, "params": {"score": score}}}}
