"""The parameters of the API as its documentation tells them, and the searches they ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest
from onrecord.web.urls.api_params import (
    EXPORT_PARAMS,
    FEED_PARAMS,
    QUOTE_PARAMS,
    SEARCH_PARAMS,
    Parameter,
    parse_search_request,
)
from onrecord.web.urls.search_params import BadParameter

NAMES = "q outlet lang from to period literal any"
ACCEPTED = [
    (SEARCH_PARAMS, f"{NAMES} sort limit cursor facets"),
    (EXPORT_PARAMS, f"{NAMES} sort"),
    (FEED_PARAMS, f"{NAMES} cursor"),
    (QUOTE_PARAMS, "text limit"),
]


@pytest.mark.parametrize(("params", "names"), ACCEPTED, ids=["search", "export", "feed", "quote"])
def test_names(params: tuple[Parameter, ...], names: str) -> None:
    assert " ".join(param.name for param in params) == names
    repeated = {param.name for param in params if param.is_repeated}
    assert repeated == {"outlet", "lang", "period"} & set(names.split())


LIMIT = {"type": "integer", "minimum": 1, "maximum": 1000}
FLAG = {"type": "string", "enum": ["0", "1"], "default": "0"}
SCHEMAS = [
    (SEARCH_PARAMS, "limit", LIMIT | {"default": 10}),
    (QUOTE_PARAMS, "limit", LIMIT | {"default": 50}),
    (SEARCH_PARAMS, "q", {"type": "string", "maxLength": 10_000}),
    (QUOTE_PARAMS, "text", {"type": "string", "maxLength": 10_000}),
    (SEARCH_PARAMS, "outlet", {"type": "string"}),
    *((SEARCH_PARAMS, name, FLAG) for name in ("literal", "any", "facets")),
    (
        SEARCH_PARAMS,
        "sort",
        {"type": "string", "enum": ["relevance", "newest", "oldest"], "default": "relevance"},
    ),
]


@pytest.mark.parametrize(("params", "name", "schema"), SCHEMAS)
def test_schemas(params: tuple[Parameter, ...], name: str, schema: dict[str, object]) -> None:
    [found] = [param.schema for param in params if param.name == name]
    assert found == schema


REQUESTS = [
    ("q=noon", SearchRequest("noon", limit=10)),
    ("q=noon&limit=7&facets=1", SearchRequest("noon", limit=7, facets=True)),
    ("q=noon&sort=oldest&facets=0", SearchRequest("noon", limit=10, sort=Sort.OLDEST)),
]


@pytest.mark.parametrize(("query", "expected"), REQUESTS)
def test_requests(query: str, expected: SearchRequest) -> None:
    with Flask(__name__).test_request_context(f"/?{query}"):
        asked = parse_search_request(SEARCH_PARAMS)
    assert replace(asked, today=None) == expected


def test_what_an_endpoint_does_not_take_is_refused() -> None:
    context = Flask(__name__).test_request_context("/?q=noon&limit=7")
    with context, pytest.raises(BadParameter, match="no parameter 'limit'"):
        parse_search_request(EXPORT_PARAMS)
