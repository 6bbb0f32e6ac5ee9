"""The session cookie: signed, out of reach of scripts, never sent along from other sites."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

LIFETIME = timedelta(hours=12)


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies, secure whenever the request was, and only for our prefix."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()  # nothing is signed, so no signer is made
        return super().open_session(app, request)

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, _app: Flask) -> str:
        return request.script_root or "/"


def register(app: Flask) -> None:
    """Set sessions up. The key lives as long as the server: a restart logs everyone out."""
    app.secret_key = secrets.token_bytes(32)
    app.session_interface = Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="onrecord",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
