"""Security headers on every response: articles are hostile input, and queries are private."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

_UNUSED_FEATURES = (
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
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
}
SECURE_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}


def register(app: Flask) -> None:
    """Send the headers with every response."""
    app.after_request(_add_headers)


def no_store(answer: object) -> Response:
    """A response that no cache keeps."""
    response = current_app.make_response(answer)  # type: ignore[arg-type]  # all a view may return
    response.headers["Cache-Control"] = "no-store"
    return response


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers.update(SECURE_HEADERS)
    # The index changes, so caches and the back button must ask again.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
