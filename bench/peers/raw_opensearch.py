"""OpenSearch used directly: raw articles by its bulk helper, its own analysis and highlighter.

It needs a node, which the environment names; `make bench` starts one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, assert_never

from opensearchpy import OpenSearch, helpers

from bench.peers import Answer, Search, rows
from bench.queries import Kind, Query

CHUNK_BYTES = 10 << 20
FIELDS = ["title", "text"]
MAPPING = {
    "settings": {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": -1,
        # No stop words, which phrases need.
        "analysis": {"analyzer": {"stems": {"type": "english", "stopwords": "_none_"}}},
    },
    "mappings": {
        "dynamic": False,
        "properties": {
            "title": {"type": "text", "analyzer": "stems"},
            "text": {"type": "text", "analyzer": "stems"},
            "date": {"type": "date"},
        },
    },
}


def connected() -> OpenSearch:
    """A client of the node to measure on."""
    return OpenSearch(hosts=[f"http://{os.environ['ONRECORD_TEST_OPENSEARCH']}"], timeout=120)


def index_of(folder: Path) -> str:
    """The index that belongs to a folder."""
    return f"raw-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def native(query: Query) -> dict[str, Any]:
    """The query in OpenSearch's own."""
    words = " ".join(query.words)
    match query.kind:
        case Kind.PHRASE_3 | Kind.PHRASE_5 | Kind.DATED_PHRASE:
            found = {"multi_match": {"query": words, "fields": FIELDS, "type": "phrase"}}
        case Kind.WORD | Kind.TWO_WORDS:
            crossing = {"type": "cross_fields", "operator": "and"}
            found = {"multi_match": {"query": words, "fields": FIELDS, **crossing}}
        case Kind.ANY_WORD:
            found = {"multi_match": {"query": words, "fields": FIELDS}}
        case Kind.PREFIX:
            prefixes: list[Any] = [{"prefix": {field: words}} for field in FIELDS]
            found = {"bool": {"should": prefixes}}
        case _:
            assert_never(query.kind)
    if not (query.since and query.until):
        return found
    days = {"gte": str(query.since), "lte": str(query.until)}
    return {"bool": {"must": [found], "filter": [{"range": {"date": days}}]}}


class RawOpenSearch:
    """One node, one shard, as its documentation recommends for loading."""

    def build(self, articles: Path, folder: Path) -> None:
        """Raw articles through `streaming_bulk`, refreshed at the end."""
        index = index_of(folder)
        with closing(connected()) as client:
            client.indices.delete(index=index, params={"ignore_unavailable": "true"})
            client.indices.create(index=index, body=MAPPING)
            actions = ({"_index": index, "_id": row["id"], **row} for row in rows(articles))
            for _ in helpers.streaming_bulk(client, actions, max_chunk_bytes=CHUNK_BYTES):
                pass
            client.indices.refresh(index=index)

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Title and text searched together, both marked."""
        index = index_of(folder)
        with closing(connected()) as client:

            def search(query: Query, limit: int) -> Answer:
                body = {
                    "query": native(query),
                    "size": limit,
                    "track_total_hits": True,
                    "highlight": {"fields": {field: {} for field in FIELDS}},
                }
                found = client.search(index=index, body=body)["hits"]
                hits = [(hit["_id"], marked(hit)) for hit in found["hits"]]
                return Answer(found["total"]["value"], hits)

            yield search


def marked(hit: dict[str, Any]) -> str:
    """The marked fragments of a hit."""
    return " … ".join(part for parts in hit.get("highlight", {}).values() for part in parts)
