"""The shapes of the JSON: what each key means and, from its type, its JSON Schema.

docs/json.md and the OpenAPI document are both made from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from onrecord.index.article import Article
from onrecord.search.engines.base import IndexInfo
from onrecord.search.plan.nodes import MatchType
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.quote_check.comparison.diff import EditKind
from onrecord.search.quote_check.models import CitedArticle, DiffSegment
from onrecord.search.results.models import JSON_KEYS, FacetCount, Hit, SearchResults, Snippet
from onrecord.web.api import quote_schema

Schema = dict[str, Any]

NAMES = {
    SearchResults: "Answer",
    Hit: "Hit",
    Snippet: "Snippet",
    QueryWarning: "Warning",
    FacetCount: "FacetValue",
    Article: "Article",
    IndexInfo: "Info",
    **quote_schema.NAMES,
}
_HIT = {
    "id": "the article's own id, or one made from `source`; for `show`, `/article/` and `id:`",
    "title": "the headline; without one, the first sentence, shortened",
    "outlet": "who published it",
    "date": "the day of publication, `YYYY-MM-DD`",
    "url": "its address, http or https; to be escaped like any foreign text",
    "author": "the byline",
    "language": "ISO 639-1 code, given or detected",
    "source": "where it was read: the path as given, `#N` for the N-th record of a file",
    "sha256": "digest of the file or record as received",
    "score": "for ordering within this answer alone; 0.0 when sorted by date",
    "matched_as": "`verbatim`, `folded`, `stemmed`, `near`, `fuzzy` or `partial` "
    "([how a hit matched](query-language.md#how-a-hit-matched))",
    "snippets": "what shows the match best",
}
MEANINGS: Mapping[type, Mapping[str, str]] = {
    SearchResults: {
        "query": "the text as it was asked",
        "interpreted": "the query as it was read, in the query language, filters and resolved "
        "dates included; empty if nothing was left to search for",
        "warnings": "what was doubtful, what else to know; empty most of the time",
        "total": "how many articles match, exactly",
        "took_ms": "milliseconds from the text to the hits, facets not counted",
        "next": "the cursor of the next page; null on the last",
        "facets": "counts over all matches, if asked for",
        "hits": "this page of articles, best first",
        "closest": "if `total` is 0: articles with some of the query, each `matched_as` `partial`",
        "skipped": "how many hits of this page could not be shown, because the index is damaged",
    },
    Hit: _HIT,
    Snippet: {
        "field": "`title`, `author` or `text`",
        "text": "a stretch of that field, exactly as it stands there",
        "start": "where in the field the stretch begins",
        "highlights": "start and end of each match within `text`; empty where only filters matched",
    },
    QueryWarning: {
        "message": "what was doubtful and how it was read",
        "start": "the spot in `query`",
        "end": "where the spot ends",
        "suggestion": "a repaired query, if there is one",
    },
    FacetCount: {
        "value": "the outlet, language, year or month",
        "count": "how many of the matching articles have it",
    },
    Article: {
        **{key: meaning for key, meaning in _HIT.items() if key in Article.__slots__},
        "text": "the searchable text; `start` of a snippet counts in this",
    },
    IndexInfo: {
        "engine": "the engine's name",
        "location": "its folder; not told over HTTP",
        "articles": "how many there are",
        "undated": "how many of them have no date",
        "first_day": "of the dated ones",
        "last_day": "of the dated ones",
        "outlets": "articles by outlet",
        "languages": "articles by language",
        "bytes": "the size on disk",
        "schema": "the version of the fields it was made with",
        "analysis": "the version of the analyzer it was made with",
        "last_written": "when it was last committed, with time zone",
        "generation": "changes whenever the index does",
    },
    **quote_schema.MEANINGS,
    CitedArticle: {key: meaning for key, meaning in _HIT.items() if key in CitedArticle.__slots__},
}
ONE_OF: Mapping[tuple[type, str], list[str]] = {
    (Hit, "matched_as"): [manner.label for manner in MatchType],
    (DiffSegment, "kind"): [kind.value for kind in EditKind],
}
KEPT_BACK = {(IndexInfo, "location")}  # a path on the server is nobody's business
_LINK = re.compile(r" ?\(\[[^]]*\]\([^)]*\)\)")
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_FORMATS = {date: "date", datetime: "date-time"}


class Key(NamedTuple):
    """A key of an object, its type and what it means."""

    name: str
    kind: Any
    meaning: str


def keys_of(shape: type) -> Iterator[Key]:
    """The keys of an object, in the order in which it is written."""
    kinds = get_type_hints(shape)
    names = JSON_KEYS if shape is SearchResults else kinds
    for name in names:
        yield Key(name, kinds[name], MEANINGS[shape][name])


def object_schema(shape: type) -> Schema:
    """The JSON Schema of one of our objects; every key is always there."""
    properties = {
        key.name: _described(shape, key)
        for key in keys_of(shape)
        if (shape, key.name) not in KEPT_BACK
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _described(shape: type, key: Key) -> Schema:
    schema = {**value_schema(key.kind), "description": _LINK.sub("", key.meaning)}
    choices = ONE_OF.get((shape, key.name))
    return {**schema, "enum": choices} if choices else schema


def value_schema(kind: Any) -> Schema:
    """The JSON Schema of a value of a type."""
    if kind in NAMES:
        return {"$ref": f"#/components/schemas/{NAMES[kind]}"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if kind in _FORMATS:
        return {"type": "string", "format": _FORMATS[kind]}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [choice.value for choice in kind]}
    return _composed_schema(kind)


def _composed_schema(kind: Any) -> Schema:
    parts = get_args(kind)
    origin = get_origin(kind)
    if origin is UnionType:
        (inner,) = (part for part in parts if part is not NoneType)
        return _or_null(value_schema(inner))
    if origin is tuple and parts[-1] is Ellipsis:
        return {"type": "array", "items": value_schema(parts[0])}
    if origin is tuple:
        pair = [value_schema(part) for part in parts]
        return {"type": "array", "prefixItems": pair, "minItems": len(pair), "maxItems": len(pair)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": value_schema(parts[1])}
    raise TypeError(f"no JSON Schema is known for {kind}; add one to web/api/json_schema.py")


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}
