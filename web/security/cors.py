"""Other sites whose scripts may read the API; without any, browsers let none (CORS).

They are let read what anyone may who sends the same: cookies, and so sessions, stay ours.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, request

from onrecord.search.errors import SearchError

METHODS = "GET, HEAD"
ALLOWED = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "3600",
}
EXPOSED = "Content-Disposition, ETag, Retry-After"


class BadOrigin(SearchError):
    """An origin that no browser would send."""


def register(app: Flask, origins: tuple[str, ...]) -> None:
    """Let scripts of these origins read the API."""
    known = frozenset(map(origin_of, origins))
    app.before_request(partial(_permission, known))
    app.after_request(partial(_readable, known))


def origin_of(written: str) -> str:
    """An origin as browsers send it, or a BadOrigin that says how one is written."""
    parts = urlsplit(written.casefold())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise BadOrigin(
            f"{written[:100]!r} is not an origin; write scheme and host, as https://desk.example"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _permission(known: frozenset[str]) -> Response | None:
    """The answer to a browser that asks first; it asks without a password."""
    is_asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return Response(status=204, headers=ALLOWED) if is_asked and _is_known(known) else None


def _readable(known: frozenset[str], response: Response) -> Response:
    if request.path.startswith("/api/"):
        response.vary.add("Origin")
        if _is_known(known):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def _is_known(known: frozenset[str]) -> bool:
    return request.path.startswith("/api/") and request.headers.get("Origin") in known
