"""What goes wrong, as a page or as JSON: what, where and what to do, never a stack trace."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from onrecord.search.errors import EngineError, InvalidCursor, QuerySyntaxError, SearchError
from onrecord.web.errors.error_redaction import told
from onrecord.web.errors.problem_details import problem_response, problem_type
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.query_notices import Notice, as_sentence, query_notice
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
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke on our side",
}
UNKNOWN_HOST = "This server does not answer to that name; allow it with --trusted-host.\n"
SECONDS_TO_RETRY = 5


def register(app: Flask) -> None:
    """Answer every error of ours, and every other, in our own words."""
    app.register_error_handler(SearchError, _search_error)
    app.register_error_handler(HTTPException, _http_error)


def _search_error(error: SearchError) -> Response:
    kind = problem_type(error)
    if isinstance(error, EngineError):
        current_index().forget()
    return _answer(kind.status if kind else HTTPStatus.BAD_REQUEST, told(error), error)


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # no link can be built for a host that is not ours
        return Response(UNKNOWN_HOST, HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    message = {
        HTTPStatus.NOT_FOUND: f"there is no page {request.path[:200]!r}",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not understood here; use GET",
    }.get(status, error.description or status.phrase)
    answer = _answer(status, message, error)
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = "GET, HEAD, OPTIONS"
    return answer


def _answer(status: HTTPStatus, message: str, error: Exception) -> Response:
    if request.path.startswith("/api/"):
        response = problem_response(status, message, error)
    else:
        response = Response(_page(status, message, error), mimetype="text/html")
    response.status_code = status
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers["Retry-After"] = str(getattr(error, "retry_after", SECONDS_TO_RETRY))
    return response


def _page(status: HTTPStatus, message: str, error: Exception) -> str:
    params = _address()
    return render_template(
        "error.html",
        params=params,
        headline=_headline(status, error),
        notice=_notice(message, error, params),
        way_out=_way_out(error, params),
        is_waiting=isinstance(error, EngineError),
    )


def _way_out(error: Exception, params: SearchParams) -> tuple[str, str] | None:
    """A link that leads on, and what it does: the same search without what is wrong with it."""
    if isinstance(error, InvalidCursor):
        return search_url(params), "First page of this search"
    is_whole = params.q.strip() and params.q == request.args.get("q")  # not cut, as too long
    if isinstance(error, BadParameter) and is_whole:
        return search_url(_sound(params)), "Search without it"
    return None


def _sound(params: SearchParams) -> SearchParams:
    """The search if it can be made, else its words alone."""
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


def _address() -> SearchParams:
    """What was asked, as far as it can be read, so that the search box still holds it."""
    try:
        return parse_search_params(request.args)
    except BadParameter:
        return SearchParams(q=request.args.get("q", "")[:MAX_QUERY_CHARS])
