"""Cross-origin resource sharing: which other sites' scripts may read the API; none by default.

They read what anyone may who sends the same request: cookies, and so sessions, are never shared.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, request

from onrecord.search.errors import SearchError

PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "3600",
}
EXPOSED_HEADERS = "Content-Disposition, ETag, Retry-After"


class BadOrigin(SearchError):
    """Not an origin as browsers send it."""


def register(app: Flask, origins: tuple[str, ...]) -> None:
    """Let scripts of these origins read the API."""
    allowed = frozenset(map(parse_origin, origins))
    app.before_request(partial(_answer_preflight, allowed))
    app.after_request(partial(_add_headers, allowed))


def parse_origin(text: str) -> str:
    """An origin as browsers send it, or BadOrigin."""
    parts = urlsplit(text.casefold())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise BadOrigin(
            f"{text[:100]!r} is not an origin; write scheme and host, as https://desk.example"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _answer_preflight(allowed: frozenset[str]) -> Response | None:
    """Browsers send a preflight without credentials, so it is answered before login."""
    is_preflight = (
        request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    )
    if is_preflight and _is_allowed(allowed):
        return Response(status=204, headers=PREFLIGHT_HEADERS)
    return None


def _add_headers(allowed: frozenset[str], response: Response) -> Response:
    if request.path.startswith("/api/"):
        response.vary.add("Origin")
        if _is_allowed(allowed):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    return response


def _is_allowed(allowed: frozenset[str]) -> bool:
    return request.path.startswith("/api/") and request.headers.get("Origin") in allowed
