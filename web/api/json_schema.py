"""Descriptions of all JSON keys, and JSON Schemas of the objects that contain them.

docs/json.md and the OpenAPI document are generated from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from onrecord.index.article import Article
from onrecord.search.engines.base import IndexInfo
from onrecord.search.plan.plan_nodes import MatchType
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.quote_check.comparison.diff import EditKind
from onrecord.search.quote_check.models import CitedArticle, DiffSegment
from onrecord.search.results.models import FacetCount, Hit, SearchResults, Snippet
from onrecord.web.api import quote_schema

Schema = dict[str, Any]

_HIT = {
    "id": "the article's own id, or one derived from `source`; use it with `show`, `/article/` "
    "and `id:`",
    "title": "the headline; if there is none, the first sentence, shortened",
    "outlet": "the publisher",
    "date": "date of publication, `YYYY-MM-DD`",
    "url": "its address, http or https; escape it like any untrusted text",
    "author": "the byline",
    "language": "ISO 639-1 code, given or detected",
    "source": "the file it was read from, as given; `#N` is the N-th record of a file",
    "sha256": "digest of the file or record as received",
    "score": "comparable within this answer only; 0.0 if sorted by date",
    "matched_as": "`verbatim`, `folded`, `stemmed`, `near`, `fuzzy` or `partial` "
    "([how a hit matched](query-language.md#how-a-hit-matched))",
    "snippets": "the fragments that best show the match",
}
_ARTICLE = {**_HIT, "text": "the searchable text; a snippet's `start` is an offset in it"}
DESCRIPTIONS: Mapping[type, Mapping[str, str]] = {
    SearchResults: {
        "query": "the query as given",
        "interpreted": "how the query was read, in the query language, with filters and resolved "
        "dates; empty if there is nothing to search for",
        "warnings": "doubtful parts of the query, and other remarks; usually empty",
        "total": "exact number of matching articles",
        "took_ms": "milliseconds from the query to the hits, without facets",
        "next": "cursor of the next page; null on the last",
        "facets": "counts over all matches, if requested",
        "hits": "this page of articles, best first",
        "closest": "if `total` is 0: articles that match part of the query, each `matched_as` "
        "`partial`",
        "skipped": "number of hits on this page that could not be shown because the index is "
        "damaged",
    },
    Hit: _HIT,
    Snippet: {
        "field": "`title`, `author` or `text`",
        "text": "a fragment of that field, verbatim",
        "start": "offset of the fragment in the field",
        "highlights": "start and end of each match within `text`; empty if only filters matched",
    },
    QueryWarning: {
        "message": "what is doubtful and how it was read",
        "start": "offset in `query`",
        "end": "offset of its end",
        "suggestion": "a corrected query, if there is one",
    },
    FacetCount: {
        "value": "the outlet, language, year, month or day",
        "count": "number of matching articles that have it",
    },
    Article: {key: _ARTICLE[key] for key in Article.__slots__},
    IndexInfo: {
        "engine": "name of the engine",
        "articles": "number of articles",
        "undated": "number of articles without a date",
        "first_day": "date of the earliest article",
        "last_day": "date of the latest article",
        "outlets": "number of articles by outlet",
        "languages": "number of articles by language",
        "bytes": "size on disk",
        "schema": "version of the fields it was built with",
        "analysis": "version of the analyzer it was built with",
        "last_written": "time of the last commit, with time zone",
        "generation": "changes whenever the index does",
    },
    **quote_schema.DESCRIPTIONS,
    CitedArticle: {key: _HIT[key] for key in CitedArticle.__slots__},
}
_CHOICES: Mapping[tuple[type, str], list[str]] = {
    (Hit, "matched_as"): [match_type.label for match_type in MatchType],
    (DiffSegment, "kind"): [kind.value for kind in EditKind],
}
_LINK = re.compile(r" ?\(\[[^]]*\]\([^)]*\)\)")


@cache
def schemas() -> dict[str, Schema]:
    """JSON Schemas by name; every key is always present, and there are no others."""
    template = "#/components/schemas/{name}"
    _, components = msgspec.json.schema_components(DESCRIPTIONS, ref_template=template)
    for cls, descriptions in DESCRIPTIONS.items():
        properties = components[cls.__name__]["properties"]
        components[cls.__name__] = {
            "type": "object",
            "properties": {
                key: _described(properties[key], text, _CHOICES.get((cls, key)))
                for key, text in descriptions.items()
            },
            "required": list(descriptions),
            "additionalProperties": False,
        }
    return components


def _described(schema: Schema, description: str, choices: list[str] | None) -> Schema:
    described = {**schema, "description": _LINK.sub("", description)}
    described.pop("default", None)
    return {**described, "enum": choices} if choices else described


def type_name(schema: Schema) -> str:
    """The type of a value in words, such as "string or null" or "list of Hit"."""
    match schema:
        case {"anyOf": options}:
            return " or ".join(map(type_name, options))
        case {"$ref": str() as reference}:
            return reference.rpartition("/")[2]
        case {"type": "array", "prefixItems": _}:
            return "pair of integers"
        case {"type": "array", "items": items}:
            return f"list of {type_name(items)}"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"object of {type_name(values)}"
        case _:
            return str(schema["type"])
