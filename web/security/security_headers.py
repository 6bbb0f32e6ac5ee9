"""Headers on every response: articles are hostile input, and queries are nobody else's business."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

_UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "sync-xhr", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}
SECURE_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}


def register(app: Flask) -> None:
    """Put the headers on whatever the application answers."""
    app.after_request(_protected)


def no_store(answer: object) -> Response:
    """An answer that is kept nowhere."""
    response = current_app.make_response(answer)  # type: ignore[arg-type]  # whatever a view gives
    response.headers["Cache-Control"] = "no-store"
    return response


def is_no_store(response: Response) -> bool:
    """Whether this is such an answer."""
    return "no-store" in response.headers.get("Cache-Control", "")


def _protected(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers.update(SECURE_HEADERS)
    # An index changes: what is shown again, by the back button too, is asked for again.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
