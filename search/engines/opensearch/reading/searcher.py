"""One commit of an index on a cluster: everything a search asks of it.

It is read at a point in time, so pages, totals and facets agree whatever is being written. A node
that dies loses its points in time; then another is opened, if the commit is still the last.
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
from onrecord.search.engines.opensearch.connection import READ_TRIES, pauses
from onrecord.search.engines.opensearch.errors import is_transient
from onrecord.search.engines.opensearch.index_state import State, read_state
from onrecord.search.engines.opensearch.mapping import document_id, layer_field
from onrecord.search.engines.opensearch.reading.clause_limit import limit_clauses
from onrecord.search.engines.opensearch.reading.compiler import EVERY, Json, compile_plan
from onrecord.search.engines.opensearch.reading.sorting import order_of, rank_in
from onrecord.search.engines.opensearch.url import Address
from onrecord.search.engines.opensearch.vocabulary_index import read_words
from onrecord.search.engines.stored_fields import date_of, from_json
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.document import Document
from onrecord.search.plan.plan_nodes import Plan
from onrecord.search.query.ast import Layer
from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import Facets
from onrecord.search.results.pagination import Page, ScoredDocument
from onrecord.search.results.sorting import SearchAfter, Sort, sort_key

KEEP_ALIVE = "5m"  # after the last search
HITS_PER_REQUEST = 1_000
BUCKETS_PER_REQUEST = 10_000
MAX_CACHED_PREFIXES = 16  # a wildcard is expanded again for each page


class CommitGone(Exception):
    """The commit can no longer be read, since there is a later one."""


@dataclass
class Searcher:
    """Answers from one commit; the next commit gets another searcher."""

    client: OpenSearch
    address: Address
    state: State
    _point: str | None = None
    _cached_terms: dict[str, list[str]] = field(default_factory=dict)

    @property
    def generation(self) -> str:
        return self.state.generation

    def page(self, plan: Plan, sort: Sort, after: SearchAfter | None, limit: int) -> Page:
        order = order_of(plan, sort)
        asked = order.query(compile_plan(limit_clauses(plan))) | {"_source": ["article"]}
        if after is not None:
            asked |= {"search_after": order.search_after(after), "aggs": order.count_up_to(after)}
        answer, hits = self._hits(asked, limit)
        total, rank = answer["hits"]["total"]["value"], rank_in(answer) if after else 0
        found = [_ranked(hit, order.sort, place) for place, hit in enumerate(hits, start=rank + 1)]
        return Page(total, tuple(found), rank + len(found) < total)

    def previous_page_start(
        self, plan: Plan, sort: Sort, start: SearchAfter, limit: int
    ) -> SearchAfter | None:
        """Reads the order backwards, from the cursor's own hit if it is still there."""
        order = order_of(plan, sort)
        asked = order.query(compile_plan(limit_clauses(plan)), backwards=True) | {
            "search_after": order.just_after(start),
            "aggs": order.count_up_to(start),
            "_source": False,
        }
        answer, found = self._hits(asked, limit + 1)
        if len(found) <= limit:
            return None
        *score, key = found[limit]["sort"]
        return SearchAfter(score[0] if score else 0.0, key, rank_in(answer) - limit)

    def _hits(self, asked: Json, limit: int) -> tuple[Json, list[Json]]:
        """The first answer, and hits up to a limit, in as many requests as that takes."""
        first = answer = self._search(asked | {"size": min(limit, HITS_PER_REQUEST)})
        hits: list[Json] = list(first["hits"]["hits"])
        rest = {name: value for name, value in asked.items() if name != "aggs"}
        while len(hits) < limit and len(answer["hits"]["hits"]) == HITS_PER_REQUEST:
            rest["search_after"] = hits[-1]["sort"]
            answer = self._search(rest | {"size": min(limit - len(hits), HITS_PER_REQUEST)})
            hits += answer["hits"]["hits"]
        return first, hits

    def facets(self, plan: Plan) -> Facets:
        query = compile_plan(limit_clauses(plan))
        counts = self._counts(query, ("outlet", "language", "month"))
        days = partial(self._days, query)
        return build_facets(counts["outlet"], counts["language"], counts["month"], days)

    def _days(self, query: Json) -> Mapping[int, int]:
        return self._counts(query, ("day",))["day"]

    def article(self, identity: str) -> Article:
        asked = {"query": {"ids": {"values": [document_id(identity)]}}, "_source": ["article"]}
        for hit in self._search(asked)["hits"]["hits"]:
            article = from_json(hit["_source"]["article"])
            if article.id == identity:
                return article
        raise UnknownArticle(f"no article has the id {identity!r}")

    def terms(self, prefix: str) -> Iterable[str]:
        """Threads may race here: each gets its terms, cached or not."""
        cached = self._cached_terms
        if prefix in cached:
            return cached[prefix]
        found = list(read_words(self.client, self.state.words, prefix))
        kept = islice(cached.items(), MAX_CACHED_PREFIXES - 1)
        self._cached_terms = {prefix: found, **dict(kept)}
        return found

    def doc_freq(self, terms: Iterable[str]) -> Mapping[str, int]:
        """Exact, in one request: deleted articles do not count here."""
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
    def language_counts(self) -> Mapping[str, int]:
        return self._counts(EVERY, ("language",))["language"]

    @property
    def languages(self) -> frozenset[str | None]:
        has_unknown = sum(self.language_counts.values()) < self.articles
        return frozenset(self.language_counts) | ({None} if has_unknown else set())

    @cached_property
    def articles(self) -> int:
        total: int = self._search({"size": 0})["hits"]["total"]["value"]
        return total

    @cached_property
    def dates(self) -> tuple[int, date | None, date | None]:
        found = self._search({"size": 0, "aggs": {"day": {"stats": {"field": "day"}}}})
        days = found["aggregations"]["day"]
        return days["count"], date_of(days["min"]), date_of(days["max"])

    def bytes(self) -> int:
        """The size on the disks of all nodes, replicas included."""
        stats = self.client.indices.stats(
            index=f"{self.state.index},{self.state.words}", metric="store"
        )
        size: int = stats["_all"]["total"]["store"]["size_in_bytes"]
        return size

    def _counts(self, query: Json, names: tuple[str, ...]) -> dict[str, Counter[Any]]:
        """The exact number of articles by value: reads all buckets of all shards."""
        counts: dict[str, Counter[Any]] = {name: Counter() for name in names}
        aggregations = {name: _by_value(name) for name in names}
        while aggregations:
            asked = {"size": 0, "query": query, "aggs": aggregations}
            found = self._search(asked)["aggregations"]
            for name in list(aggregations):
                for bucket in found[name]["buckets"]:
                    counts[name][bucket["key"][name]] += bucket["doc_count"]
                if len(found[name]["buckets"]) < BUCKETS_PER_REQUEST:
                    del aggregations[name]
                else:
                    aggregations[name]["composite"]["after"] = found[name]["after_key"]
        return counts

    def _search(self, asked: Json) -> Json:
        """The answer of all shards for this commit, retried while nodes come and go."""
        for pause in pauses(READ_TRIES):
            try:
                return self._search_once(asked)
            except OpenSearchException as error:
                if not _is_point_lost(error):
                    if not is_transient(error):
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
                "pit": {"id": self._point, "keep_alive": KEEP_ALIVE},
                **asked,
            },
            params={
                "search_type": "dfs_query_then_fetch",  # the same scores on one shard and on many
                "allow_partial_search_results": "false",
            },
        )
        return answer

    def _open_point(self) -> str:
        """A point in time of this commit; CommitGone if there is a later one."""
        try:
            opened = self.client.create_pit(
                index=self.state.index,
                params={"keep_alive": KEEP_ALIVE, "allow_partial_pit_creation": "false"},
            )
        except NotFoundError:  # a rebuild has replaced the index
            if read_state(self.client, self.address).index == self.state.index:
                raise
            raise CommitGone from None
        point: str = opened["pit_id"]
        if read_state(self.client, self.address).generation != self.generation:
            self._delete_point(point)
            raise CommitGone
        return point

    def close(self) -> None:
        point, self._point = self._point, None
        if point is not None:
            self._delete_point(point)

    def _delete_point(self, point: str) -> None:
        """Delete a point in time, if the cluster still knows it."""
        self.client.delete_pit(body={"pit_id": [point]}, params={"ignore": (404,)})


def _ranked(hit: Json, order: Sort, rank: int) -> ScoredDocument:
    article = from_json(hit["_source"]["article"])
    key = sort_key(order, article.date, article.id)
    return ScoredDocument(Document(article), SearchAfter(hit.get("_score") or 0.0, key, rank))


def _by_value(name: str) -> Json:
    source = {name: {"terms": {"field": name}}}
    return {"composite": {"size": BUCKETS_PER_REQUEST, "sources": [source]}}


def _is_point_lost(error: OpenSearchException) -> bool:
    """Whether the node has forgotten the point in time, or a rebuild has deleted its index."""
    return isinstance(error, NotFoundError) and any(
        sign in str(error.info) for sign in ("search_context_missing", "index_not_found")
    )
