"""OpenSearch by its own client: bulk helper, analyzers and highlighter.

Needs a node, which the environment names; `make bench` starts one.
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
from bench.queries import Query, QueryKind

CHUNK_BYTES = 10 << 20
FIELDS = ("title", "text")
STEMS = {"type": "text", "analyzer": "stems"}
WORDS = {"type": "text", "analyzer": "standard", "fields": {"stems": STEMS}}


def mapping(text: dict[str, Any]) -> dict[str, Any]:
    """Index settings for bulk loading, as the documentation recommends."""
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "refresh_interval": -1,
            # No stop words, which phrases need.
            "analysis": {"analyzer": {"stems": {"type": "english", "stopwords": "_none_"}}},
        },
        "mappings": {
            "dynamic": False,
            "properties": dict.fromkeys(FIELDS, text) | {"date": {"type": "date"}},
        },
    }


def connect() -> OpenSearch:
    """A client of the node to measure."""
    return OpenSearch(hosts=[f"http://{os.environ['ONRECORD_TEST_OPENSEARCH']}"], timeout=120)


def index_of(folder: Path) -> str:
    """The index that stands for a folder."""
    return f"raw-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def native(query: Query, exact: list[str], stems: list[str]) -> dict[str, Any]:
    """The query in OpenSearch's query DSL, on exact or stemmed fields."""
    words = " ".join(query.words)
    match query.kind:
        case QueryKind.PHRASE_3 | QueryKind.PHRASE_5 | QueryKind.DATED_PHRASE:
            found = {"multi_match": {"query": words, "fields": exact, "type": "phrase"}}
        case QueryKind.WORD | QueryKind.TWO_WORDS:
            crossing = {"type": "cross_fields", "operator": "and"}
            found = {"multi_match": {"query": words, "fields": stems, **crossing}}
        case QueryKind.ANY_WORD:
            found = {"multi_match": {"query": words, "fields": stems}}
        case QueryKind.PREFIX:
            prefixes: list[Any] = [{"prefix": {field: words}} for field in exact]
            found = {"bool": {"should": prefixes}}
        case _:
            assert_never(query.kind)
    if not (query.since and query.until):
        return found
    days = {"gte": str(query.since), "lte": str(query.until)}
    return {"bool": {"must": [found], "filter": [{"range": {"date": days}}]}}


class RawOpenSearch:
    """One node, one shard; exact words and stems in fields of their own, or stems alone."""

    def __init__(self, fields: str = "") -> None:
        only_stems = fields == "stems"
        self.mapping = mapping(STEMS if only_stems else WORDS)
        self.exact = list(FIELDS)
        self.stems = self.exact if only_stems else [f"{field}.stems" for field in FIELDS]

    def build(self, articles: Path, folder: Path) -> None:
        """Load the articles by `streaming_bulk` and refresh."""
        index = index_of(folder)
        with closing(connect()) as client:
            client.indices.delete(index=index, params={"ignore_unavailable": "true"})
            client.indices.create(index=index, body=self.mapping)
            actions = ({"_index": index, "_id": row["id"], **row} for row in rows(articles))
            for _ in helpers.streaming_bulk(client, actions, max_chunk_bytes=CHUNK_BYTES):
                pass
            client.indices.refresh(index=index)

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Search title and text together and highlight both."""
        index = index_of(folder)
        marks: dict[str, Any] = {field: {} for field in {*self.exact, *self.stems}}
        with closing(connect()) as client:

            def search(query: Query, limit: int) -> Answer:
                body = {
                    "query": native(query, self.exact, self.stems),
                    "size": limit,
                    "track_total_hits": True,
                    "highlight": {"fields": marks},
                }
                found = client.search(index=index, body=body)["hits"]
                hits = [(hit["_id"], highlighted(hit)) for hit in found["hits"]]
                return Answer(found["total"]["value"], hits)

            yield search


def highlighted(hit: dict[str, Any]) -> str:
    """The highlighted fragments of a hit."""
    return " … ".join(part for parts in hit.get("highlight", {}).values() for part in parts)
