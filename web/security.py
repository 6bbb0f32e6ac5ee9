"""Headers on every response: articles are hostile input, and queries are nobody else's business."""

from __future__ import annotations

from flask import Flask, Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def register(app: Flask) -> None:
    """Put the headers on whatever the application answers."""
    app.after_request(_protected)


def _protected(response: Response) -> Response:
    response.headers.update(HEADERS)
    # An index changes: what is shown again, by the back button too, is asked for again.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
