"""The description of the API, for programs and as a page to read."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template, url_for
from markupsafe import Markup, escape

from onrecord.web.api import json_schema
from onrecord.web.api.openapi import FAILURES, OPERATIONS, document
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.urls.search_params import SearchParams, reject_unknown_params

blueprint = Blueprint("api_docs", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def openapi() -> dict[str, Any]:
    """The OpenAPI document, with this server's address."""
    reject_unknown_params(())
    return {**document(), "servers": [{"url": url_for("search.page", _external=True).rstrip("/")}]}


@blueprint.get("/")
def page() -> str:
    """The same to read."""
    return render_template(
        "api/docs.html",
        params=SearchParams(),
        operations=OPERATIONS,
        failures=FAILURES,
        schemas=document()["components"]["schemas"],
        names=json_schema.NAMES.values(),
        kinds=PROBLEM_TYPES,
        type_of=type_of,
        in_code=in_code,
    )


def type_of(schema: dict[str, Any]) -> str:
    """The type of a value in words: "string or null", "list of Hit"."""
    if "anyOf" in schema:
        return " or ".join(map(type_of, schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if isinstance(schema["type"], list):
        return " or ".join(type_of({**schema, "type": one}) for one in schema["type"])
    return _named(schema)


def _named(schema: dict[str, Any]) -> str:
    match schema:
        case {"type": "array", "items": inner}:
            return f"list of {type_of(inner)}"
        case {"type": "array"}:
            return "pair of integers"
        case {"type": "object", "additionalProperties": dict() as inner}:
            return f"object of {type_of(inner)}"
        case _:
            return str(schema["type"])


def in_code(text: str) -> Markup:
    """A sentence whose `code` is marked as such."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))
