"""How an article lies in a tantivy index, and the names that the other modules agree on.

Both layers of a text field share one tantivy field: token i of the exact layer stands at
position 2i, its stem, marked by a first `_` that no token has, at 2i + 1. So one phrase may
mix layers, and a field costs one set of files. The article itself is one compressed value.
"""

from __future__ import annotations

import json
import threading
from dataclasses import fields as fields_of
from datetime import date
from functools import cache
from typing import Any

import tantivy
import zstandard

from onrecord.index.analysis.stemming import DEFAULT_LANGUAGE, StemCache, stem_cache
from onrecord.index.article import Article
from onrecord.index.text.dates import day_number
from onrecord.index.writer_protocol import AnalysedArticle, FieldTokens
from onrecord.search.query.ast import Layer
from onrecord.search.results.sorting import Sort, sort_key

TOKENIZER = "tokens"  # splits at white space: the analysis is ours
STEM_MARK = "_"
ORDER_FIELDS = {Sort.NEWEST: "newest", Sort.OLDEST: "oldest"}
# A plan's name for a field, and tantivy's.
NAME_FIELDS = {"id": "id", "outlet": "outlet", "lang": "language", "url": "place"}

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
FACTS = tuple(field.name for field in fields_of(Article) if field.name != "text")

# What the writer takes for an article: tantivy field names to values.
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


def open_index(path: str, *, create: bool) -> tantivy.Index:
    """The tantivy index in a folder, with our tokenizer."""
    index = tantivy.Index(build_schema(), path=path) if create else tantivy.Index.open(path)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, analyzer)
    index.config_reader(reload_policy="manual")
    return index


def prepare(analysed: AnalysedArticle) -> Prepared:
    """An article as tantivy takes it; runs in worker processes."""
    article = analysed.article
    values: Prepared = {field: stacked(layers) for field, layers in analysed.fields.items()}
    values |= {
        "id": article.id,
        "source": article.source,
        "place": list(analysed.url_prefixes),
        "newest": sort_key(Sort.NEWEST, article.date, article.id),
        "oldest": sort_key(Sort.OLDEST, article.date, article.id),
        "fingerprint": int(analysed.fingerprint, 16),
        "article": pack(article),
    }
    if article.date is not None:
        values |= {"day": day_number(article.date), "month": day_number(article.date) // 100}
    known = {"outlet": article.outlet, "language": article.language}
    return values | {name: value for name, value in known.items() if value is not None}


def stacked(layers: FieldTokens) -> str:
    """Both layers as one stream: token, stem, token, stem ..."""
    return " ".join(
        map(_stacked_words(layers.language or DEFAULT_LANGUAGE).__getitem__, layers.exact)
    )


@cache
def _stacked_words(language: str) -> StemCache:
    """A token and its marked stem; they take the place of remembered stems, not room beside."""
    stem = stem_cache(language).make
    return StemCache(lambda token: f"{token} {STEM_MARK}{stem(token)}")


def term_of(layer: Layer, token: str) -> str:
    """A token of a layer as it stands in the index."""
    return token if layer is Layer.EXACT else STEM_MARK + token


def position_of(layer: Layer, position: int) -> int:
    """Where the token at a position of a layer stands in the index."""
    return 2 * position + (layer is Layer.STEM)


def pack(article: Article) -> bytes:
    """An article as one compressed value: its facts as a line of JSON, then its text."""
    facts = {name: getattr(article, name) for name in FACTS}
    facts["date"] = article.date and article.date.isoformat()
    return _compressor().compress(f"{_to_json(facts)}\n{article.text}".encode())


def unpack(packed: bytes) -> Article:
    """The article of a packed value."""
    header, _, text = _decompressor().decompress(packed).decode().partition("\n")
    facts = json.loads(header)
    if facts["date"]:
        facts["date"] = date.fromisoformat(facts["date"])
    return Article(text=text, **facts)


# One a thread: zstandard's objects must not be shared between threads.
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
