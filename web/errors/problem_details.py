"""Error responses of the API: problem details (RFC 9457), each with a type of its own."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, json, url_for

from onrecord.search.errors import (
    EngineError,
    InvalidCursor,
    QuerySyntaxError,
    QueryTooBroad,
    SearchTimeout,
    UnknownArticle,
    UnsupportedQuery,
)
from onrecord.search.saved_searches.store import InvalidName, StoreUnavailable, UnknownSavedSearch
from onrecord.web.middleware.resource_limits import ServerBusy
from onrecord.web.security.csrf import CrossOriginRequest
from onrecord.web.security.login_throttle import TooManyLoginAttempts
from onrecord.web.security.password_file import PasswordFileUnusable
from onrecord.web.urls.search_params import BadParameter

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of error: the fragment of its `type` URL, its status and title, and its causes."""

    name: str
    error: type[Exception]
    status: int
    title: str
    when: str


# fmt: off
PROBLEM_TYPES = (
    ProblemType("bad-query", QuerySyntaxError, 400, "Query syntax error",
                "`start`, `end` and `suggestion` say where the error is and how to fix it"),
    ProblemType("too-broad", QueryTooBroad, 400, "Query too broad",
                "a wildcard or `~` matches more than 1,024 words"),
    ProblemType("too-long", SearchTimeout, 400, "Search timed out",
                "it was stopped at the time limit of the server"),
    ProblemType("unsupported", UnsupportedQuery, 400, "Not supported by the engine",
                "this engine cannot answer the query exactly"),
    ProblemType("bad-cursor", InvalidCursor, 400, "Invalid cursor",
                "the cursor is damaged or belongs to another search"),
    ProblemType("bad-parameter", BadParameter, 400, "Invalid parameter",
                "a parameter is unknown, given twice or out of range"),
    ProblemType("unknown-article", UnknownArticle, 404, "Article not found",
                "no article has this id"),
    ProblemType("cross-origin", CrossOriginRequest, 403, "Cross-origin request refused",
                "a form was not submitted from a page of this server"),
    ProblemType("too-many-attempts", TooManyLoginAttempts, 429, "Too many failed logins",
                "too many logins failed; try again after `Retry-After` seconds"),
    ProblemType("no-passwords", PasswordFileUnusable, 503, "Login unavailable",
                "the server cannot read its password file"),
    ProblemType("unknown-search", UnknownSavedSearch, 404, "Saved search not found",
                "the search was deleted or belongs to another user"),
    ProblemType("bad-name", InvalidName, 400, "Invalid name for a saved search",
                "the name is empty, too long or taken"),
    ProblemType("saved-unusable", StoreUnavailable, 503, "Saved searches unavailable",
                "the server cannot read or write the file of saved searches"),
    ProblemType("busy", ServerBusy, 503, "Server busy",
                "all export slots are taken; try again after `Retry-After` seconds"),
    ProblemType("no-index", EngineError, 503, "Index unavailable",
                "the index is missing, damaged or outdated; try again after `Retry-After` seconds"),
)
# fmt: on


def problem_type(error: Exception) -> ProblemType | None:
    """The type of an error; None if its status says all."""
    return next((kind for kind in PROBLEM_TYPES if isinstance(error, kind.error)), None)


def problem_response(status: HTTPStatus, message: str, error: Exception) -> Response:
    """The response for an error; with position and suggestion if the query has a syntax error."""
    kind = problem_type(error)
    problem: dict[str, Any] = {
        "type": url_for("api_docs.page", _anchor=kind.name) if kind else "about:blank",
        "title": kind.title if kind else status.phrase,
        "status": status.value,
        "detail": message,
    }
    if isinstance(error, QuerySyntaxError):
        problem |= {"start": error.start, "end": error.end, "suggestion": error.suggestion}
    return Response(json.dumps(problem), status, mimetype=MEDIA_TYPE)
