"""What the API answers is what its OpenAPI document says, and the document leaves nothing out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY
from referencing.jsonschema import DRAFT202012

from onrecord.search.engines.base import Engine
from onrecord.web.api.openapi import OPERATIONS, document
from onrecord.web.app import WebConfig, create_app
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.urls.api_params import EXPORT_PARAMS, FEED_PARAMS, SEARCH_PARAMS
from onrecord.web.urls.search_params import SEARCH_PARAM_NAMES


@pytest.fixture(scope="module")
def app(library: Engine) -> Flask:
    return create_app(WebConfig("memory:", lambda _url: library))


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Of a schema that refers to others of the document."""
    resource = DRAFT202012.create_resource(document())
    registry = REGISTRY.with_resource("urn:api", resource)
    absolute = re.sub('"#/', '"urn:api#/', json.dumps(schema))
    return Draft202012Validator(json.loads(absolute), registry=registry)


ANSWERED = [  # an address, its path in the document, the status
    ("/api/search?q=putin", "/api/search", 200),
    ("/api/search?q=putin&facets=1&limit=1", "/api/search", 200),
    ("/api/search?q=zebra+noon", "/api/search", 200),
    ("/api/search?q=putin+(west", "/api/search", 200),
    ("/api/search", "/api/search", 200),
    ("/api/search?limit=0", "/api/search", 400),
    ("/api/search?q=date:2024-99", "/api/search", 400),
    ("/api/search?q=putin&cursor=x", "/api/search", 400),
    ("/api/search.csv?q=date:2024-99", "/api/search.csv", 400),
    ("/api/search.atom?limit=3", "/api/search.atom", 400),
    ("/api/articles/noon", "/api/articles/{id}", 200),
    ("/api/articles/plain", "/api/articles/{id}", 200),
    ("/api/articles/none", "/api/articles/{id}", 404),
    ("/api/articles?id=noon", "/api/articles", 200),
    ("/api/articles?id=", "/api/articles", 400),
    ("/api/quote?text=noon+against+Putin", "/api/quote", 200),
    ("/api/quote?text=below+90%25+support+for+[the+man]+Putin", "/api/quote", 200),
    ("/api/quote?text=no+zebra+has+ever+said+a+word+of+this", "/api/quote", 200),
    ("/api/quote?text=", "/api/quote", 400),
    ("/api/info", "/api/info", 200),
    ("/api/info?x=1", "/api/info", 400),
    ("/api/openapi.json", "/api/openapi.json", 200),
]


@pytest.mark.parametrize(("address", "path", "status"), ANSWERED)
def test_an_answer_is_as_described(
    client: FlaskClient, address: str, path: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    described = document()["paths"][path]["get"]["responses"][str(status)]["content"]
    [(media_type, content)] = described.items()
    assert response.mimetype == media_type
    validator(content["schema"]).validate(response.json)


def test_a_wrong_answer_would_be_noticed() -> None:
    schema = document()["components"]["schemas"]["Article"]
    assert not validator(schema).is_valid({"id": "noon"})


def test_every_address_below_api_is_described(app: Flask) -> None:
    known = {re.sub("{.*}", "ID", operation.path) for operation in OPERATIONS} | {"/api/"}
    there = {re.sub("<path:.*>", "ID", str(rule)) for rule in app.url_map.iter_rules()}
    forms = {f"/api/search.{form}" for form in ("csv", "jsonl", "ris")}
    there = {path for path in there if path.startswith("/api/") and "<any" not in path} | forms
    assert known == there


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_parameter_described_is_taken(client: FlaskClient, operation: Any) -> None:
    path = operation.path.replace("{id}", "noon")
    for parameter in operation.parameters:
        if f"{{{parameter.name}}}" in operation.path:
            continue
        response = client.get(path, query_string={parameter.name: ""})
        assert "there is no parameter" not in response.text
    assert "there is no parameter" in client.get(path, query_string={"x": ""}).text


def test_the_parameters_are_those_of_the_page() -> None:
    search, export, feed = (
        {one.name for one in many} for many in (SEARCH_PARAMS, EXPORT_PARAMS, FEED_PARAMS)
    )
    assert search == {*SEARCH_PARAM_NAMES, "limit", "facets"}
    assert search - export == {"limit", "cursor", "facets"}
    assert search - feed == {"limit", "sort", "facets"}


def test_the_document_is_valid() -> None:
    known = document()
    assert known["openapi"].startswith("3.1")
    for schema in known["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_page_shows_all_of_it(client: FlaskClient) -> None:
    page = client.get("/api/").text
    for operation in OPERATIONS:
        assert f"GET {operation.path}" in page
    for kind in PROBLEM_TYPES:
        assert f'id="{kind.name}"' in page
    for name in document()["components"]["schemas"]:
        assert name in ("Problem", "Verdict") or f'id="{name}"' in page


def test_under_a_prefix_all_links_have_it(client: FlaskClient) -> None:
    response = client.get("/api/openapi.json", environ_overrides={"SCRIPT_NAME": "/search"})
    assert (response.json or {})["servers"] == [{"url": "http://localhost/search"}]
