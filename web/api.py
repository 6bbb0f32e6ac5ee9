"""The JSON API: the same search, as `onrecord search --format json` prints it."""

from __future__ import annotations

import difflib
from dataclasses import asdict
from typing import Any

from flask import Blueprint, request

from search.errors import QuerySyntaxError
from search.request import search
from web.address import PARAMETERS, BadParameter, is_on, limit_of, read_address, request_of
from web.opened import opened

blueprint = Blueprint("api", __name__, url_prefix="/api")

ACCEPTED = (*PARAMETERS, "limit", "facets")


@blueprint.get("/search")
def search_json() -> dict[str, Any]:
    """The answer to one search."""
    _refuse_unknown()
    wanted = request_of(
        read_address(request.args),
        limit=limit_of(request.args),
        facets=is_on(request.args, "facets"),
    )
    return search(opened().engine(), wanted).to_json()


@blueprint.get("/article/<path:identity>")
def article_json(identity: str) -> dict[str, Any]:
    """One article, whole."""
    article = opened().engine().article(identity)
    return {**asdict(article), "date": article.date and article.date.isoformat()}


def error_json(message: str, error: object = None) -> dict[str, Any]:
    """What the API answers for an error; the spot and the repair only where the query is wrong."""
    spot = error if isinstance(error, QuerySyntaxError) else None
    return {
        "error": {
            "message": message,
            "start": spot.start if spot else None,
            "end": spot.end if spot else None,
            "suggestion": spot.suggestion if spot else None,
        }
    }


def _refuse_unknown() -> None:
    """A misspelt filter must not go unnoticed: the answer would be another one."""
    for name in request.args:
        if name not in ACCEPTED:
            close = difflib.get_close_matches(name, ACCEPTED, n=1)
            meant = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(ACCEPTED)}"
            raise BadParameter(f"there is no parameter {name[:40]!r}{meant}")
