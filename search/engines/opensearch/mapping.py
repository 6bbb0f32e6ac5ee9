"""How an article lies in an OpenSearch index, and the names that the other modules agree on.

Each layer of a text field is a field of its own, with the same positions; `intervals` joins
them where a phrase mixes layers. They are made of our tokens, parted by spaces, and kept out of
`_source`, which holds the article.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from onrecord.index import schema
from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.url import Settings
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort

ENGINE = "opensearch"
ANALYZER = "tokens"
LONGEST_TOKEN = 1024  # in UTF-16: more than a token of ours can have, or it would be cut in two
LONGEST_KEY = 8000  # code points; Lucene takes 32,766 bytes as one term
DIGEST_DIGITS = 64  # that follow where a key was cut
LONGEST_ID = 120  # code points; OpenSearch takes 512 bytes
ORDER_FIELDS = {Sort.NEWEST: "newest", Sort.OLDEST: "oldest"}
# A plan's name for a field, and OpenSearch's.
NAME_FIELDS = {"id": "id", "outlet": "outlet", "lang": "language", "url": "place"}


def layer_field(field: str, layer: Layer) -> str:
    """The field that holds a layer of a text field."""
    return field if layer is Layer.EXACT else f"{field}_stem"


LAYER_FIELDS = tuple(layer_field(field, layer) for field in schema.TEXT_FIELDS for layer in Layer)

_TEXT = {"type": "text", "analyzer": ANALYZER, "index_options": "positions"}
_KEY = {"type": "keyword"}
_FACTS: dict[str, Any] = {
    "id": _KEY,
    "source": _KEY,
    "place": {"type": "keyword", "doc_values": False},
    "outlet": _KEY,
    "language": _KEY,
    "newest": {"type": "keyword", "index": False},
    "oldest": {"type": "keyword", "index": False},
    "day": {"type": "integer"},
    "month": {"type": "integer"},
    "fingerprint": {"type": "keyword", "index": False},
    "article": {"type": "object", "enabled": False},
}
# All but the article can be read from elsewhere, or is not read at all.
_KEPT = {"includes": ["article"]}


def articles_body(settings: Settings, meta: dict[str, Any]) -> dict[str, Any]:
    """What an index of articles is created with; its copies are made once it is filled."""
    return {
        "settings": {
            "index.number_of_shards": settings.shards,
            "index.number_of_replicas": 0,
            "index.codec": settings.codec,
            "index.refresh_interval": -1,  # what is written is seen when it is committed
            "analysis": {
                "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": LONGEST_TOKEN}},
                "analyzer": {ANALYZER: {"type": "custom", "tokenizer": "spaces"}},
            },
        },
        "mappings": {
            "_meta": meta,
            "_source": _KEPT,
            "dynamic": "strict",
            "properties": dict.fromkeys(LAYER_FIELDS, _TEXT) | _FACTS,
        },
    }


def words_body() -> dict[str, Any]:
    """What the index of the words beside an index of articles is created with.

    A document holds thousands of words; that some stand in several does no harm.
    """
    return {
        "settings": {
            "index.number_of_shards": 1,
            "index.number_of_replicas": 0,
            "index.refresh_interval": -1,
        },
        "mappings": {
            "_source": {"enabled": False},
            "dynamic": "strict",
            "properties": {"word": {"type": "keyword", "index": False}},
        },
    }


def lock_body() -> dict[str, Any]:
    """What the index that holds the lock is created with."""
    return {
        "settings": {"index.number_of_shards": 1, "index.auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {"holder": {"type": "object", "enabled": False}},
        },
    }


def meta_of(made: manifest.Manifest, commits: int, *, is_open: bool) -> dict[str, Any]:
    """The manifest as it stands in the mapping; `is_open`: something was sent but not committed."""
    values = asdict(made) | {"last_written": made.last_written.isoformat()}
    return values | {"commits": commits, "is_open": is_open}


def manifest_of(meta: dict[str, Any]) -> manifest.Manifest:
    """The manifest in a mapping; KeyError, TypeError or ValueError if there is none."""
    return manifest.Manifest(
        str(meta["engine"]),
        int(meta["schema"]),
        int(meta["analysis"]),
        datetime.fromisoformat(meta["last_written"]),
    )


def key_of(value: str) -> str:
    """A value as one term: itself, or if it is too long, its beginning and its digest."""
    if len(value) <= LONGEST_KEY + DIGEST_DIGITS:  # so a term made here is its own
        return value
    return value[:LONGEST_KEY] + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(identity: str) -> str:
    """The `_id` of an article, which has to be short and not empty."""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return identity if 0 < len(identity) <= LONGEST_ID else digest
