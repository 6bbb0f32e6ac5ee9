"""The OpenAPI 3.1 document of the API."""

from __future__ import annotations

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
ERRORS = {
    "400": "the query, a parameter or the cursor is invalid; `detail` says how to correct it",
    "404": "there is no article with that id",
    "503": "the index is unavailable or the server is busy; see `Retry-After`",
}
ID = Parameter("id", "the id of an article")


@dataclass(frozen=True, slots=True)
class Operation:
    """A GET operation; `response` names the schema of its JSON."""

    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    response: str = ""
    media_type: str = JSON
    errors: tuple[str, ...] = ("400", "503")


_EXPORTS = {
    "csv": "All hits as CSV; cells that a spreadsheet could run start with an apostrophe",
    "jsonl": "All hits as JSON Lines, like `hits` in a search",
    "ris": "All hits as references for Zotero, EndNote and similar programs",
}
OPERATIONS = (
    Operation("/api/search", "search", "A page of hits", SEARCH_PARAMS, "SearchResults"),
    *(
        Operation(
            f"/api/search.{name}",
            f"export_{name}",
            summary,
            EXPORT_PARAMS,
            media_type=EXPORT_FORMATS[name].media_type,
        )
        for name, summary in _EXPORTS.items()
    ),
    Operation(
        "/api/search.atom", "feed", "The newest hits", FEED_PARAMS, media_type=atom.MEDIA_TYPE
    ),
    Operation(
        "/api/articles/{id}", "article", "An article", (ID,), "Article", errors=tuple(ERRORS)
    ),
    Operation(
        "/api/articles",
        "article_by_query",
        "The same for ids that a path cannot hold, such as `../a`",
        (ID,),
        "Article",
        errors=tuple(ERRORS),
    ),
    Operation(
        "/api/quote",
        "quote",
        "Whether and where a quotation appears, and how it was changed",
        QUOTE_PARAMS,
        "QuoteReport",
    ),
    Operation("/api/info", "info", "What the index holds", (), "IndexInfo"),
    Operation("/api/openapi.json", "openapi", "This document"),
)


@cache
def document() -> dict[str, Any]:
    """The whole document, except `servers`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": version("onrecord"),
            "summary": "Full-text search over news articles, word for word",
            "description": "Read-only: every operation is a GET or HEAD request. Undocumented "
            "parameters are errors. Offsets are Unicode code points; unknown values are null.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {operation.path: {"get": _describe(operation)} for operation in OPERATIONS},
        "components": {"schemas": {**json_schema.schemas(), "Problem": _problem_schema()}},
    }


def _problem_schema() -> dict[str, Any]:
    text, offset = {"type": "string"}, {"type": "integer", "minimum": 0}
    names = ", ".join(problem.name for problem in PROBLEM_TYPES)
    properties = {
        "type": {**text, "description": f"ends in one of {names}"},
        "title": text,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {**text, "description": "what is wrong, where, and what to do"},
        "start": {**offset, "description": "offset in `q`, for queries that cannot be parsed"},
        "end": {**offset, "description": "offset of its end"},
        "suggestion": {"type": ["string", "null"], "description": "a corrected query"},
    }
    required = ["type", "title", "status", "detail"]
    return {"type": "object", "properties": properties, "required": required}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _describe(operation: Operation) -> dict[str, Any]:
    other = {"type": "object" if operation.media_type == JSON else "string"}
    schema = _reference(operation.response) if operation.response else other
    problem = {problem_details.MEDIA_TYPE: {"schema": _reference("Problem")}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(operation, parameter) for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {operation.media_type: {"schema": schema}},
            },
            "304": {"description": "not modified, by ETag or date"},
            **{
                status: {"description": ERRORS[status], "content": problem}
                for status in operation.errors
            },
        },
    }


def _parameter(operation: Operation, parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    if parameter.is_repeated:
        schema = {"type": "array", "items": schema}
    return {
        "name": parameter.name,
        "in": "path" if f"{{{parameter.name}}}" in operation.path else "query",
        "description": parameter.description,
        "schema": schema,
        "required": parameter is ID,
    }
