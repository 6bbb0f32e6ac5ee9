"""The mappings of the indexes on OpenSearch.

Each layer of a text field is a field of its own, with the same positions; `intervals` combines
them where a phrase mixes layers. They hold our tokens, separated by spaces, and are excluded from
`_source`, which holds the article.
"""

from __future__ import annotations

import hashlib
from typing import Any

from onrecord.index import schema
from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.url import Settings
from onrecord.search.query.ast import Layer

ENGINE = "opensearch"
ANALYZER = "tokens"
MAX_TOKEN_LENGTH = 1024  # in UTF-16; longer than any token of ours, or it would be split
MAX_KEY_CHARS = 8000  # code points; Lucene takes 32,766 bytes as one term
DIGEST_CHARS = 64  # appended to a key that was cut
MAX_ID_CHARS = 120  # code points; OpenSearch takes 512 bytes


def layer_field(field: str, layer: Layer) -> str:
    """The field of a layer of a text field."""
    return field if layer is Layer.EXACT else f"{field}_stem"


LAYER_FIELDS = tuple(layer_field(field, layer) for field in schema.TEXT_FIELDS for layer in Layer)

_TEXT = {"type": "text", "analyzer": ANALYZER, "index_options": "positions"}
_KEY = {"type": "keyword"}
_TOKENIZER = {"type": "whitespace", "max_token_length": MAX_TOKEN_LENGTH}
_OTHER_FIELDS: dict[str, Any] = {
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
_SOURCE = {"includes": ["article"]}


def articles_body(settings: Settings, meta: dict[str, Any]) -> dict[str, Any]:
    """The settings and mapping of an index of articles; replicas are added once it is filled."""
    return {
        "settings": {
            "index.number_of_shards": settings.shards,
            "index.number_of_replicas": 0,
            "index.codec": settings.codec,
            "index.refresh_interval": -1,  # articles become visible by a commit
            "analysis": {
                "tokenizer": {"spaces": _TOKENIZER},
                "analyzer": {ANALYZER: {"type": "custom", "tokenizer": "spaces"}},
            },
        },
        "mappings": {
            "_meta": meta,
            "_source": _SOURCE,
            "dynamic": "strict",
            "properties": dict.fromkeys(LAYER_FIELDS, _TEXT) | _OTHER_FIELDS,
        },
    }


def words_body() -> dict[str, Any]:
    """The settings and mapping of a vocabulary index.

    A document holds thousands of words; a word may be in several.
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
    """The settings and mapping of the index that holds the writer lock."""
    return {
        "settings": {"index.number_of_shards": 1, "index.auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {"holder": {"type": "object", "enabled": False}},
        },
    }


def meta_of(made: manifest.Manifest, commits: int, *, is_open: bool) -> dict[str, Any]:
    """The manifest as kept in the mapping; `is_open`: something was sent but not committed."""
    return made.to_dict() | {"commits": commits, "is_open": is_open}


def manifest_of(meta: dict[str, Any]) -> manifest.Manifest:
    """The manifest in a mapping; KeyError, TypeError or ValueError if there is none."""
    return manifest.Manifest.from_dict(meta)


def key_of(value: str) -> str:
    """A value as one term: itself, or if it is too long, its beginning and a digest."""
    if len(value) <= MAX_KEY_CHARS + DIGEST_CHARS:  # so the result is its own key
        return value
    return value[:MAX_KEY_CHARS] + _digest(value)


def document_id(identity: str) -> str:
    """The `_id` of an article, which must be short and not empty."""
    return identity if 0 < len(identity) <= MAX_ID_CHARS else _digest(identity)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
