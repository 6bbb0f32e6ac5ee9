"""What the API answers for an error: a problem as RFC 9457 has it, of a kind with a name."""

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
    """A kind of problem: the end of its `type`, its title and status, and when it is met."""

    name: str
    error: type[Exception]
    status: HTTPStatus
    title: str
    when: str


PROBLEM_TYPES = (
    ProblemType(
        "bad-query",
        QuerySyntaxError,
        HTTPStatus.BAD_REQUEST,
        "The query cannot be read",
        "the text of the query; `start`, `end` and `suggestion` say where and how to mend it",
    ),
    ProblemType(
        "too-broad",
        QueryTooBroad,
        HTTPStatus.BAD_REQUEST,
        "The query stands for too many words",
        "a wildcard or `~` that 1,024 words would not exhaust",
    ),
    ProblemType(
        "too-long",
        SearchTimeout,
        HTTPStatus.BAD_REQUEST,
        "The search takes too long",
        "it was stopped at the time limit of the server",
    ),
    ProblemType(
        "unsupported",
        UnsupportedQuery,
        HTTPStatus.BAD_REQUEST,
        "The engine cannot do that",
        "a query that this engine has no way to answer exactly",
    ),
    ProblemType(
        "bad-cursor",
        InvalidCursor,
        HTTPStatus.BAD_REQUEST,
        "The cursor cannot be followed",
        "it is damaged, or belongs to another search",
    ),
    ProblemType(
        "bad-parameter",
        BadParameter,
        HTTPStatus.BAD_REQUEST,
        "A parameter says nothing that can be followed",
        "it is unknown, given twice, or out of range",
    ),
    ProblemType(
        "unknown-article",
        UnknownArticle,
        HTTPStatus.NOT_FOUND,
        "There is no such article",
        "no article has that id",
    ),
    ProblemType(
        "cross-origin",
        CrossOriginRequest,
        HTTPStatus.FORBIDDEN,
        "Cross-origin request refused",
        "a form was not submitted from a page of this server",
    ),
    ProblemType(
        "too-many-attempts",
        TooManyLoginAttempts,
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many attempts to log in",
        "wrong passwords came too often; try again after `Retry-After` seconds",
    ),
    ProblemType(
        "no-passwords",
        PasswordFileUnusable,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Nobody can log in now",
        "the server cannot read its file of passwords",
    ),
    ProblemType(
        "unknown-search",
        UnknownSavedSearch,
        HTTPStatus.NOT_FOUND,
        "There is no such saved search",
        "it was deleted, or is another user's",
    ),
    ProblemType(
        "bad-name",
        InvalidName,
        HTTPStatus.BAD_REQUEST,
        "The search cannot be saved by that name",
        "the name is empty, too long or taken",
    ),
    ProblemType(
        "saved-unusable",
        StoreUnavailable,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Saved searches cannot be used now",
        "the server cannot read or write the file they are kept in",
    ),
    ProblemType(
        "busy",
        ServerBusy,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The server is busy",
        "as many exports as may run are under way; try again after `Retry-After` seconds",
    ),
    ProblemType(
        "no-index",
        EngineError,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index cannot be searched now",
        "it is missing, broken, or of another version; try again after `Retry-After` seconds",
    ),
)


def problem_type(error: Exception) -> ProblemType | None:
    """The kind of problem that an error is; None if it has no more to say than its status."""
    return next((kind for kind in PROBLEM_TYPES if isinstance(error, kind.error)), None)


def problem(status: HTTPStatus, message: str, error: Exception) -> dict[str, Any]:
    """The object for an error; the spot and the repair only where the query is wrong."""
    kind = problem_type(error)
    told: dict[str, Any] = {
        "type": url_for("api_docs.page", _anchor=kind.name) if kind else "about:blank",
        "title": kind.title if kind else status.phrase,
        "status": status.value,
        "detail": message,
    }
    if isinstance(error, QuerySyntaxError):
        told |= {"start": error.start, "end": error.end, "suggestion": error.suggestion}
    return told


def problem_response(status: HTTPStatus, message: str, error: Exception) -> Response:
    """The same as a response."""
    return Response(json.dumps(problem(status, message, error)), mimetype=MEDIA_TYPE)
