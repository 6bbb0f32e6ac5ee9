"""What goes wrong, as a page or as JSON: what, where and what to do, never a stack trace."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from onrecord.search.errors import EngineError, InvalidCursor, QuerySyntaxError, SearchError
from onrecord.web.errors.error_redaction import told
from onrecord.web.errors.problem_details import problem_response, problem_type
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.pages.presenters import ShownNote, sentence, shown_note
from onrecord.web.urls.links import page_link
from onrecord.web.urls.search_params import (
    LONGEST_QUERY,
    Address,
    BadParameter,
    read_address,
    request_of,
)

HEADLINES = {
    HTTPStatus.BAD_REQUEST: "That cannot be searched",
    HTTPStatus.NOT_FOUND: "Nothing is here",
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
    address = _address()
    return render_template(
        "error.html",
        address=address,
        headline=_headline(status, error),
        note=_note(message, error, address),
        way_out=_way_out(error, address),
        is_waiting=isinstance(error, EngineError),
    )


def _way_out(error: Exception, address: Address) -> tuple[str, str] | None:
    """A link that leads on, and what it does: the same search without what is wrong with it."""
    if isinstance(error, InvalidCursor):
        return page_link(address), "First page of this search"
    is_whole = address.q.strip() and address.q == request.args.get("q")  # not cut, as too long
    if isinstance(error, BadParameter) and is_whole:
        return page_link(_sound(address)), "Search without it"
    return None


def _sound(address: Address) -> Address:
    """The search if it can be made, else its words alone."""
    try:
        request_of(address)
    except BadParameter:
        return Address(q=address.q)
    return address


def _headline(status: HTTPStatus, error: Exception) -> str:
    kind = problem_type(error)
    return HEADLINES.get(status) or (kind.title if kind else status.phrase)


def _note(message: str, error: Exception, address: Address) -> ShownNote:
    if isinstance(error, QuerySyntaxError):
        return shown_note(message, error.start, error.end, error.suggestion, address)
    return ShownNote(sentence(message), None, None, None)


def _address() -> Address:
    """What was asked, as far as it can be read, so that the search box still holds it."""
    try:
        return read_address(request.args)
    except BadParameter:
        return Address(q=request.args.get("q", "")[:LONGEST_QUERY])
