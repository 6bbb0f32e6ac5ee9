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
FIELDS = ("title", "text")
STEMS = {"type": "text", "analyzer": "stems"}
WORDS = {"type": "text", "analyzer": "standard", "fields": {"stems": STEMS}}


def mapping(text: dict[str, Any]) -> dict[str, Any]:
    """An index for loading, as the documentation recommends; the source is stored once."""
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


def connected() -> OpenSearch:
    """A client of the node to measure on."""
    return OpenSearch(hosts=[f"http://{os.environ['ONRECORD_TEST_OPENSEARCH']}"], timeout=120)


def index_of(folder: Path) -> str:
    """The index that belongs to a folder."""
    return f"raw-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def native(query: Query, exact: list[str], stems: list[str]) -> dict[str, Any]:
    """The query in OpenSearch's own, in the fields of the words or in those of their stems."""
    words = " ".join(query.words)
    match query.kind:
        case Kind.PHRASE_3 | Kind.PHRASE_5 | Kind.DATED_PHRASE:
            found = {"multi_match": {"query": words, "fields": exact, "type": "phrase"}}
        case Kind.WORD | Kind.TWO_WORDS:
            crossing = {"type": "cross_fields", "operator": "and"}
            found = {"multi_match": {"query": words, "fields": stems, **crossing}}
        case Kind.ANY_WORD:
            found = {"multi_match": {"query": words, "fields": stems}}
        case Kind.PREFIX:
            prefixes: list[Any] = [{"prefix": {field: words}} for field in exact]
            found = {"bool": {"should": prefixes}}
        case _:
            assert_never(query.kind)
    if not (query.since and query.until):
        return found
    days = {"gte": str(query.since), "lte": str(query.until)}
    return {"bool": {"must": [found], "filter": [{"range": {"date": days}}]}}


class RawOpenSearch:
    """One node, one shard: the words as written and their stems, or for less work stems alone."""

    def __init__(self, *, only_stems: bool = False) -> None:
        self.mapping = mapping(STEMS if only_stems else WORDS)
        self.exact = list(FIELDS)
        self.stems = self.exact if only_stems else [f"{field}.stems" for field in FIELDS]

    def build(self, articles: Path, folder: Path) -> None:
        """Raw articles through `streaming_bulk`, refreshed at the end."""
        index = index_of(folder)
        with closing(connected()) as client:
            client.indices.delete(index=index, params={"ignore_unavailable": "true"})
            client.indices.create(index=index, body=self.mapping)
            actions = ({"_index": index, "_id": row["id"], **row} for row in rows(articles))
            for _ in helpers.streaming_bulk(client, actions, max_chunk_bytes=CHUNK_BYTES):
                pass
            client.indices.refresh(index=index)

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Title and text searched together, both marked."""
        index = index_of(folder)
        marks: dict[str, Any] = {field: {} for field in {*self.exact, *self.stems}}
        with closing(connected()) as client:

            def search(query: Query, limit: int) -> Answer:
                body = {
                    "query": native(query, self.exact, self.stems),
                    "size": limit,
                    "track_total_hits": True,
                    "highlight": {"fields": marks},
                }
                found = client.search(index=index, body=body)["hits"]
                hits = [(hit["_id"], marked(hit)) for hit in found["hits"]]
                return Answer(found["total"]["value"], hits)

            yield search


def only_stems() -> RawOpenSearch:
    """With one stream of terms in place of two."""
    return RawOpenSearch(only_stems=True)


def marked(hit: dict[str, Any]) -> str:
    """The marked fragments of a hit."""
    return " … ".join(part for parts in hit.get("highlight", {}).values() for part in parts)
