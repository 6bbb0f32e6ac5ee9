"""The tantivy schema, and how an article is encoded in it.

Both layers of a text field share one tantivy field: token i of the exact layer has position 2i,
its stem, prefixed with `_`, which no token has, position 2i + 1. So a phrase can mix layers, and
a field costs one set of files. The article itself is one compressed value.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from typing import Any

import tantivy
import zstandard

from onrecord.index.analysis.stemming import DEFAULT_LANGUAGE, StemCache, stem_cache
from onrecord.index.article import Article
from onrecord.index.writer_protocol import AnalysedArticle, FieldTokens
from onrecord.search.engines.stored_fields import from_json, index_fields, to_json
from onrecord.search.query.ast import Layer

TOKENIZER = "tokens"  # splits at white space; we have analysed the text
STEM_MARK = "_"

_encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# An article as the writer takes it: tantivy field names to values.
Prepared = dict[str, Any]


def build_schema() -> tantivy.Schema:
    """The tantivy schema of schema version 1."""
    builder = tantivy.SchemaBuilder()
    for text in ("title", "text", "author"):
        builder.add_text_field(text, tokenizer_name=TOKENIZER, index_option="position")
    for name in ("id", "source", "place"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("outlet", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field(
        "newest", tokenizer_name="raw", index_option="basic", fast=True, stored=True
    )
    builder.add_text_field("oldest", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("month", fast=True)
    builder.add_integer_field("fingerprint", fast=True)
    builder.add_bytes_field("article", stored=True)
    return builder.build()


def prepare(analysed: AnalysedArticle) -> Prepared:
    """An article as tantivy takes it; runs in worker processes."""
    values = index_fields(analysed)
    values |= {field: interleave(layers) for field, layers in analysed.fields.items()}
    values["fingerprint"] = int(analysed.fingerprint, 16)
    values["article"] = pack(analysed.article)
    return values


def interleave(layers: FieldTokens) -> str:
    """Both layers as one stream: token, stem, token, stem ..."""
    return " ".join(
        map(_token_stem_pairs(layers.language or DEFAULT_LANGUAGE).__getitem__, layers.exact)
    )


@cache
def _token_stem_pairs(language: str) -> StemCache:
    """Tokens with their marked stems; caches the pairs in place of the stems."""
    stem = stem_cache(language).make
    return StemCache(lambda token: f"{token} {STEM_MARK}{stem(token)}")


def term_of(layer: Layer, token: str) -> str:
    """A token of a layer as a term of the index."""
    return token if layer is Layer.EXACT else STEM_MARK + token


def position_of(layer: Layer, position: int) -> int:
    """The index position of the token at a position of a layer."""
    return 2 * position + (layer is Layer.STEM)


def pack(article: Article) -> bytes:
    """An article as one compressed value: its fields as a line of JSON, then its text."""
    values = to_json(article)
    del values["text"]
    return _compressor().compress(f"{_encode_json(values)}\n{article.text}".encode())


def unpack(packed: bytes) -> Article:
    """The article of a packed value."""
    header, _, text = _decompressor().decompress(packed).decode().partition("\n")
    return from_json(json.loads(header) | {"text": text})


# One per thread: zstandard objects must not be shared between threads.
_local = threading.local()


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=1)
    compressor: zstandard.ZstdCompressor = _local.compressor
    return compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    decompressor: zstandard.ZstdDecompressor = _local.decompressor
    return decompressor
