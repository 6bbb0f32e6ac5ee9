"""Error responses: an HTML page or problem details, saying what is wrong, where and what to do.

Messages about the server itself are redacted: paths and hosts go to the log.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    IndexMissing,
    IndexOutdated,
    InvalidCursor,
    QuerySyntaxError,
    SearchError,
    ServerError,
    ServerUnreachable,
)
from onrecord.search.saved_searches.store import StoreUnavailable
from onrecord.web.errors.problem_details import problem_response, problem_type
from onrecord.web.middleware.access_log import LOGGER
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.query_notices import Notice, as_sentence, query_notice
from onrecord.web.security.password_file import PasswordFileUnusable
from onrecord.web.urls.links import search_url
from onrecord.web.urls.search_params import (
    MAX_QUERY_CHARS,
    BadParameter,
    SearchParams,
    parse_search_params,
    to_search_request,
)

HEADLINES = {
    HTTPStatus.BAD_REQUEST: "Invalid search",
    HTTPStatus.NOT_FOUND: "Page not found",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Internal error",
}
UNKNOWN_HOST = "This server does not answer to this host name; allow it with --trusted-host.\n"
RETRY_SECONDS = 5
# Errors whose messages name files and hosts: visitors are told this instead.
REDACTED: tuple[tuple[type[Exception], str], ...] = (
    (IndexMissing, "there is no index yet"),
    (IndexOutdated, "the index was built by another version of onrecord and must be rebuilt"),
    (ServerUnreachable, "the search cluster does not respond"),
    (AccessDenied, "the search cluster denies access to onrecord"),
    (ServerError, "the search cluster has an internal error"),
    (EngineError, "the index cannot be read"),
    (StoreUnavailable, "the file of saved searches cannot be used"),
    (PasswordFileUnusable, "the password file cannot be read"),
)


def register(app: Flask) -> None:
    """Answer every error with a message of our own, never with a stack trace."""
    app.register_error_handler(SearchError, _on_search_error)
    app.register_error_handler(HTTPException, _on_http_error)


def redact(error: Exception) -> str:
    """The message for visitors; one that names paths or hosts goes to the log."""
    message = next((text for kind, text in REDACTED if isinstance(error, kind)), None)
    if message is None:
        return str(error)
    LOGGER.error("error=%s", json.dumps(str(error)))  # escaped: it cannot forge another line
    return f"{message}; see the server log"


def _on_search_error(error: SearchError) -> Response:
    if isinstance(error, EngineError):
        current_index().forget()
    kind = problem_type(error)
    status = HTTPStatus(kind.status) if kind else HTTPStatus.BAD_REQUEST
    return _respond(status, redact(error), error)


def _on_http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # no URL can be built for an unknown host
        return Response(UNKNOWN_HOST, HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    message = {
        HTTPStatus.NOT_FOUND: f"no page {request.path[:200]!r}",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not supported here; use GET",
    }.get(status, error.description or status.phrase)
    response = _respond(status, message, error)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def _respond(status: HTTPStatus, message: str, error: Exception) -> Response:
    if request.path.startswith("/api/"):
        response = problem_response(status, message, error)
    else:
        response = Response(_page(status, message, error), status, mimetype="text/html")
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers["Retry-After"] = str(getattr(error, "retry_after", RETRY_SECONDS))
    return response


def _page(status: HTTPStatus, message: str, error: Exception) -> str:
    params = _search_params()
    return render_template(
        "error.html",
        params=params,
        headline=_headline(status, error),
        notice=_notice(message, error, params),
        way_out=_way_out(error, params),
        is_waiting=isinstance(error, EngineError),
    )


def _way_out(error: Exception, params: SearchParams) -> tuple[str, str] | None:
    """The URL and text of a link to the same search without the invalid parameter."""
    if isinstance(error, InvalidCursor):
        return search_url(params), "First page of this search"
    is_whole = params.q.strip() and params.q == request.args.get("q")  # not cut off, as too long
    if isinstance(error, BadParameter) and is_whole:
        return search_url(_without_invalid(params)), "Search without it"
    return None


def _without_invalid(params: SearchParams) -> SearchParams:
    """The search if the rest is valid, else its query alone."""
    try:
        to_search_request(params)
    except BadParameter:
        return SearchParams(q=params.q)
    return params


def _headline(status: HTTPStatus, error: Exception) -> str:
    kind = problem_type(error)
    return HEADLINES.get(status) or (kind.title if kind else status.phrase)


def _notice(message: str, error: Exception, params: SearchParams) -> Notice:
    if isinstance(error, QuerySyntaxError):
        return query_notice(message, error.start, error.end, error.suggestion, params)
    return Notice(as_sentence(message))


def _search_params() -> SearchParams:
    """What was asked, as far as it is valid, so that the search box keeps it."""
    try:
        return parse_search_params(request.args)
    except BadParameter:
        return SearchParams(q=request.args.get("q", "")[:MAX_QUERY_CHARS])
