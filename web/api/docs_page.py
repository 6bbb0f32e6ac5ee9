"""The API documentation: the OpenAPI document, and a page made from it."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template, url_for
from markupsafe import Markup, escape

from onrecord.web.api.json_schema import DESCRIPTIONS, type_name
from onrecord.web.api.openapi import OPERATIONS, document
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.urls.search_params import SearchParams, reject_unknown_params

blueprint = Blueprint("api_docs", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def openapi() -> dict[str, Any]:
    """The OpenAPI document with this server's address."""
    reject_unknown_params(())
    return {**document(), "servers": [{"url": url_for("search.page", _external=True).rstrip("/")}]}


@blueprint.get("/")
def page() -> str:
    """The same for people."""
    return render_template(
        "api/docs.html",
        params=SearchParams(),
        operations=OPERATIONS,
        schemas=document()["components"]["schemas"],
        names=[cls.__name__ for cls in DESCRIPTIONS],
        problem_types=PROBLEM_TYPES,
        type_name=type_name,
        with_code=_with_code,
    )


def _with_code(text: str) -> Markup:
    """Replace `backticks` by code elements."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))
