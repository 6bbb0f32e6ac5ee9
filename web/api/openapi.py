"""The API as an OpenAPI 3.1 document, made from the parameters, shapes and problems it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from onrecord.web.api import json_schema
from onrecord.web.errors import problem_details
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.export import atom
from onrecord.web.export.downloads import EXPORT_FORMATS
from onrecord.web.urls.api_params import (
    EXPORT_PARAMS,
    FEED_PARAMS,
    QUOTE_PARAMS,
    SEARCH_PARAMS,
    Parameter,
)

JSON = "application/json"
FAILURES = {
    "400": "the query, a parameter or the cursor cannot be used; `detail` says how to mend it",
    "404": "no article has that id",
    "503": "the index cannot be searched now, or the server is busy; see `Retry-After`",
}
ID = Parameter("id", "the id of an article")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that can be got: what it is for, what it takes, what it gives."""

    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    media_type: str = JSON
    schema: Mapping[str, Any] | None = None
    failures: tuple[str, ...] = ("400", "503")


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_EXPORTED = {
    "csv": "Every hit as a row of CSV; a cell that might be a formula begins with an apostrophe",
    "jsonl": "Every hit as a line of JSON, as in `hits` of the answer",
    "ris": "Every hit as a reference for Zotero, EndNote and their like",
}
OPERATIONS = (
    Operation("/api/search", "search", "A page of hits", SEARCH_PARAMS, JSON, _reference("Answer")),
    *(
        Operation(path, name, summary, EXPORT_PARAMS, EXPORT_FORMATS[form].media_type)
        for form, summary in _EXPORTED.items()
        for path, name in [(f"/api/search.{form}", f"export_{form}")]
    ),
    Operation(
        "/api/search.atom", "feed", "The newest hits as a feed", FEED_PARAMS, atom.MEDIA_TYPE
    ),
    Operation(
        "/api/articles/{id}",
        "article",
        "One article, whole",
        (ID,),
        JSON,
        _reference("Article"),
        ("400", "404", "503"),
    ),
    Operation(
        "/api/articles",
        "article_by_parameter",
        "The same, for ids that no path can hold, such as `../a`",
        (ID,),
        JSON,
        _reference("Article"),
        ("400", "404", "503"),
    ),
    Operation(
        "/api/quote",
        "quote",
        "Whether a quotation stands in the articles, where, and what was changed",
        QUOTE_PARAMS,
        JSON,
        _reference("QuoteCheck"),
    ),
    Operation("/api/info", "info", "What the index holds", (), JSON, _reference("Info")),
    Operation("/api/openapi.json", "openapi", "This document", (), JSON, {"type": "object"}),
)


@cache
def document() -> dict[str, Any]:
    """The whole description; the same on every server but for `servers`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": version("onrecord"),
            "summary": "Full-text search over news articles, word for word",
            "description": "Read only: every operation is a GET, also allowed as HEAD. A parameter "
            "that is not described here is an error. Offsets are Unicode code points; what is "
            "unknown is null.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {operation.path: {"get": _described(operation)} for operation in OPERATIONS},
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    made = {name: json_schema.object_schema(shape) for shape, name in json_schema.NAMES.items()}
    return {**made, "Problem": _problem_schema()}


def _problem_schema() -> dict[str, Any]:
    text, spot = {"type": "string"}, {"type": "integer", "minimum": 0}
    properties = {
        "type": {
            **text,
            "description": f"ends in one of {', '.join(k.name for k in PROBLEM_TYPES)}",
        },
        "title": text,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {**text, "description": "what is wrong, where, and what to do"},
        "start": {**spot, "description": "where in `q`; of queries that cannot be read"},
        "end": {**spot, "description": "where that spot ends"},
        "suggestion": {"type": ["string", "null"], "description": "a repaired query"},
    }
    required = ["type", "title", "status", "detail"]
    return {"type": "object", "properties": properties, "required": required}


def _described(operation: Operation) -> dict[str, Any]:
    content = {operation.media_type: {"schema": operation.schema or {"type": "string"}}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(operation, one) for one in operation.parameters],
        "responses": {
            "200": {"description": operation.summary, "content": content},
            "304": {"description": "the same as the client has, by ETag or date"},
            **{status: _failure(FAILURES[status]) for status in operation.failures},
        },
    }


def _failure(meaning: str) -> dict[str, Any]:
    return {
        "description": meaning,
        "content": {problem_details.MEDIA_TYPE: {"schema": _reference("Problem")}},
    }


def _parameter(operation: Operation, parameter: Parameter) -> dict[str, Any]:
    in_path = f"{{{parameter.name}}}" in operation.path
    told = {
        "name": parameter.name,
        "in": "path" if in_path else "query",
        "description": parameter.description,
        "schema": parameter.schema,
        "required": parameter is ID,
    }
    if parameter.is_repeated:
        return told | {"schema": {"type": "array", "items": parameter.schema}, "explode": True}
    return told
