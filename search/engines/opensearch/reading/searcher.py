"""One committed state of an index: everything a search asks of it.

It is held as a point in time, so pages, totals and facets of one state agree whatever is being
written. A node that dies takes its points in time along; then another is opened.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from onrecord.index.article import Article
from onrecord.search.engines.opensearch.connection import is_passing
from onrecord.search.engines.opensearch.documents import unpack
from onrecord.search.engines.opensearch.index_state import State
from onrecord.search.engines.opensearch.mapping import document_id, layer_field
from onrecord.search.engines.opensearch.reading.clause_limit import fitting
from onrecord.search.engines.opensearch.reading.compiler import EVERY, Json, compile_plan
from onrecord.search.engines.opensearch.reading.sorting import order_of, rank_in
from onrecord.search.engines.opensearch.retry import TRIES_TO_READ, pauses
from onrecord.search.engines.opensearch.vocabulary import read_words
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.nodes import Plan
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page, ScoredDocument
from onrecord.search.results.sorting import SearchAfter, Sort, sort_key

KEPT_ALIVE = "5m"  # after the last search
MOST_HITS = 1_000  # of one answer; there is no limit to the answers
MOST_PREFIXES = 16  # whose words are kept: a pattern is asked for again with each page
MOST_BUCKETS = 10_000  # of one answer; there is no limit to the answers


@dataclass
class Searcher:
    """Answers from one state of one index; another commit makes another searcher."""

    client: OpenSearch
    state: State
    _point: str | None = None
    _words: dict[str, list[str]] = field(default_factory=dict)

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        order = order_of(plan, sort)
        asked = order.query(compile_plan(fitting(plan))) | {"_source": ["article"]}
        if after is not None:
            asked |= {"search_after": order.place(after), "aggs": order.counted_up_to(after)}
        answer, hits = self._hits(asked, limit)
        total, rank = answer["hits"]["total"]["value"], rank_in(answer) if after else 0
        found = [_ranked(hit, order.sort, place) for place, hit in enumerate(hits, start=rank + 1)]
        return Page(total, tuple(found), rank + len(found) < total)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        """The order is gone through backwards, from the place itself if its hit is still there."""
        order = order_of(plan, sort)
        asked = order.query(compile_plan(fitting(plan)), backwards=True) | {
            "search_after": order.just_after(start),
            "aggs": order.counted_up_to(start),
            "_source": False,
        }
        answer, found = self._hits(asked, limit + 1)
        if len(found) <= limit:
            return None
        *score, key = found[limit]["sort"]
        return SearchAfter(score[0] if score else 0.0, key, rank_in(answer) - limit)

    def _hits(self, asked: Json, limit: int) -> tuple[Json, list[Json]]:
        """The first answer, and the first so many hits, however many that is."""
        first = answer = self._search(asked | {"size": min(limit, MOST_HITS)})
        hits: list[Json] = list(first["hits"]["hits"])
        rest = {name: value for name, value in asked.items() if name != "aggs"}
        while len(hits) < limit and len(answer["hits"]["hits"]) == MOST_HITS:
            rest["search_after"] = hits[-1]["sort"]
            answer = self._search(rest | {"size": min(limit - len(hits), MOST_HITS)})
            hits += answer["hits"]["hits"]
        return first, hits

    def facets(self, plan: Plan) -> Facets:
        query = compile_plan(fitting(plan))
        counts = self._counts(query, ("outlet", "language", "month"))
        days = partial(self._days, query)
        return build_facets(counts["outlet"], counts["language"], counts["month"], days)

    def _days(self, query: Json) -> Mapping[int, int]:
        return self._counts(query, ("day",))["day"]

    def article(self, identity: str) -> Article:
        asked = {"query": {"ids": {"values": [document_id(identity)]}}, "_source": ["article"]}
        for hit in self._search(asked)["hits"]["hits"]:
            article = unpack(hit["_source"]["article"])
            if article.id == identity:
                return article
        raise UnknownArticle(f"no article has the id {identity!r}")

    def terms(self, prefix: str) -> Iterable[str]:
        """Threads may race here: each has what it asked for, kept or not."""
        kept = self._words
        if prefix in kept:
            return kept[prefix]
        found = list(read_words(self.client, self.state.words, prefix))
        self._words = {prefix: found, **dict(islice(kept.items(), MOST_PREFIXES - 1))}
        return found

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """Counted by one request, exactly: articles that are gone do not count here."""
        filters = {term: {"term": {layer_field("text", Layer.EXACT): term}} for term in terms}
        if not filters:
            return {}
        asked = {"size": 0, "aggs": {"terms": {"filters": {"filters": filters}}}}
        buckets = self._search(asked)["aggregations"]["terms"]["buckets"]
        return {term: bucket["doc_count"] for term, bucket in buckets.items()}

    @cached_property
    def outlets(self) -> Mapping[str, int]:
        return self._counts(EVERY, ("outlet",))["outlet"]

    @cached_property
    def languages(self) -> Mapping[str, int]:
        return self._counts(EVERY, ("language",))["language"]

    @cached_property
    def articles(self) -> int:
        total: int = self._search({"size": 0})["hits"]["total"]["value"]
        return total

    @cached_property
    def days(self) -> tuple[int, date | None, date | None]:
        """How many articles are dated, and from when to when."""
        found = self._search({"size": 0, "aggs": {"day": {"stats": {"field": "day"}}}})
        days = found["aggregations"]["day"]
        return days["count"], _day(days["min"]), _day(days["max"])

    def bytes(self) -> int:
        """What the index takes on the disks of all nodes, copies included."""
        stats = self.client.indices.stats(
            index=f"{self.state.index},{self.state.words}", metric="store"
        )
        size: int = stats["_all"]["total"]["store"]["size_in_bytes"]
        return size

    def _counts(self, query: Json, names: tuple[str, ...]) -> dict[str, Counter[Any]]:
        """How many articles have each value, exactly: every bucket of every shard is read."""
        counts: dict[str, Counter[Any]] = {name: Counter() for name in names}
        aggregations = {name: _by_value(name) for name in names}
        while aggregations:
            asked = {"size": 0, "query": query, "aggs": aggregations}
            found = self._search(asked)["aggregations"]
            for name in list(aggregations):
                for bucket in found[name]["buckets"]:
                    counts[name][bucket["key"][name]] += bucket["doc_count"]
                if len(found[name]["buckets"]) < MOST_BUCKETS:
                    del aggregations[name]
                else:
                    aggregations[name]["composite"]["after"] = found[name]["after_key"]
        return counts

    def _search(self, asked: Json) -> Json:
        """The answer of all shards at this state; tried again while nodes come and go."""
        for pause in pauses(TRIES_TO_READ):
            try:
                return self._search_once(asked)
            except OpenSearchException as error:
                if not _is_point_lost(error):
                    if not is_passing(error):
                        raise
                    time.sleep(pause)
            self._point = None
        return self._search_once(asked)

    def _search_once(self, asked: Json) -> Json:
        if self._point is None:
            self._point = self._open_point()
        answer: Json = self.client.search(
            body={
                "track_total_hits": True,
                "pit": {"id": self._point, "keep_alive": KEPT_ALIVE},
                **asked,
            },
            params={
                "search_type": "dfs_query_then_fetch",  # the same scores on one shard and on many
                "allow_partial_search_results": "false",
            },
        )
        return answer

    def _open_point(self) -> str:
        made = self.client.create_pit(
            index=self.state.index,
            params={"keep_alive": KEPT_ALIVE, "allow_partial_pit_creation": "false"},
        )
        point: str = made["pit_id"]
        return point

    def close(self) -> None:
        """Let the cluster forget the point in time, if it still knows it."""
        point, self._point = self._point, None
        if point is not None:
            self.client.delete_pit(body={"pit_id": [point]}, params={"ignore": (404,)})


def _ranked(hit: Json, order: Sort, rank: int) -> ScoredDocument:
    article = unpack(hit["_source"]["article"])
    key = sort_key(order, article.date, article.id)
    return ScoredDocument(Document(article), SearchAfter(hit.get("_score") or 0.0, key, rank))


def _by_value(name: str) -> Json:
    source = {name: {"terms": {"field": name}}}
    return {"composite": {"size": MOST_BUCKETS, "sources": [source]}}


def _is_point_lost(error: OpenSearchException) -> bool:
    return isinstance(error, NotFoundError) and "search_context_missing" in str(error.info)


def _day(number: float | None) -> date | None:
    if number is None:
        return None
    return date(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
