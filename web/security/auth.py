"""Authentication: a login form and session cookie for people, HTTP Basic for programs.

The session cookie is signed, hidden from scripts, not sent by requests of other sites, and limited
to the path prefix. Its key lives as long as the server: a restart logs everyone out.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import Unauthorized

from onrecord.web.security.login_throttle import LoginThrottle
from onrecord.web.security.password_file import PasswordFile
from onrecord.web.security.security_headers import no_store

blueprint = Blueprint("auth", __name__)

PUBLIC_ENDPOINTS = frozenset({"static", "auth.login_form", "auth.login", "metrics.healthz"})
SESSION_LIFETIME = timedelta(hours=12)
MAX_CACHED_CREDENTIALS = 1_000
_LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # as sent; // would be another host


class SessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookies: `Secure` over HTTPS, and only for our path prefix."""

    def get_cookie_secure(self, _app: Flask) -> bool:
        return request.is_secure

    def get_cookie_path(self, _app: Flask) -> str:
        return request.script_root or "/"


@dataclass(slots=True)
class Authenticator:
    """Verifies passwords, within the limits of the throttle.

    Programs send credentials with each request and hash checks are slow by design, so verified
    credentials are cached by HMAC until the password changes.
    """

    passwords: PasswordFile
    throttle: LoginThrottle = field(default_factory=LoginThrottle)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _verified: dict[bytes, str] = field(default_factory=dict)

    def verify(self, name: str, password: str) -> bool:
        """Whether the password is right; TooManyLoginAttempts if too many were wrong."""
        by = {"address": request.remote_addr or "", "name": name}
        self.throttle.begin(by)
        is_right = self.passwords.verify(name, password)
        if is_right:
            self.throttle.succeed(by)
        return is_right

    def verify_cached(self, name: str, password: str) -> bool:
        """The same, fast for credentials that were right before."""
        fingerprint = self.passwords.fingerprint(name)
        digest = hmac.digest(self._key, f"{name}:{password}".encode(), "sha256")
        if fingerprint is not None and self._verified.get(digest) == fingerprint:
            return True
        if not self.verify(name, password):
            return False
        if len(self._verified) >= MAX_CACHED_CREDENTIALS:
            self._verified.clear()
        self._verified[digest] = fingerprint or ""
        return True


def register(app: Flask, passwords: PasswordFile) -> None:
    """Require login on every route except PUBLIC_ENDPOINTS."""
    app.secret_key = secrets.token_bytes(32)
    app.session_interface = SessionInterface()
    app.config.update(
        SESSION_COOKIE_NAME="onrecord",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
    )
    app.extensions["onrecord-auth"] = Authenticator(passwords)
    app.register_blueprint(blueprint)
    app.before_request(_require_login)
    app.after_request(_keep_private)


def current_user() -> str:
    """The name of the logged-in user; empty where no login is required."""
    return str(g.get("user", ""))


@blueprint.get("/login")
def login_form() -> Response:
    """The login form."""
    return _login_form()


@blueprint.post("/login")
def login() -> Response:
    """Log in and go on to the page that was asked for."""
    name = request.form.get("name", "").strip()
    if not _authenticator().verify(name, request.form.get("password", "")):
        # Not 401: browsers would ask for Basic credentials instead of showing the form again.
        return _login_form("Wrong name or password.", name, HTTPStatus.FORBIDDEN)
    session.permanent = True
    session["user"] = name
    session["fingerprint"] = _authenticator().passwords.fingerprint(name)
    return _see_other(_local_url(request.form.get("next", "")))


@blueprint.get("/logout")
def logout_form() -> Response:
    """The button to log out."""
    return no_store(render_template("auth/logout.html", name=current_user()))


@blueprint.post("/logout")
def logout() -> Response:
    """Log out, and have the browser forget the pages it has cached."""
    session.clear()
    response = _see_other(url_for("auth.login_form"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _require_login() -> Response | None:
    if request.endpoint in PUBLIC_ENDPOINTS:
        return None
    g.user = _session_user() or _basic_user() or ""
    if g.user:
        return None
    if _is_for_programs():
        raise Unauthorized("login required: send a name and password as HTTP Basic credentials")
    return _see_other(url_for("auth.login_form", next=_requested_path()))


def _session_user() -> str | None:
    """The user of the session, unless their password has changed since."""
    name = session.get("user")
    fingerprint = name and _authenticator().passwords.fingerprint(name)
    return name if fingerprint and session["fingerprint"] == fingerprint else None


def _basic_user() -> str | None:
    sent = request.authorization
    if not (sent and sent.type == "basic" and _is_for_programs()):
        return None
    name, password = sent.username or "", sent.password or ""
    return name if _authenticator().verify_cached(name, password) else None


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path.endswith((".atom", "/metrics"))


def _keep_private(response: Response) -> Response:
    """Keep responses out of shared caches; ask for credentials, but not in a script's request."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Cookie", "Authorization"))
    if response.status_code == 401 and request.headers.get("Sec-Fetch-Dest") != "empty":
        response.headers["WWW-Authenticate"] = 'Basic realm="onrecord", charset="UTF-8"'
    return response


def _login_form(problem: str = "", name: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    next_url = request.values.get("next", "")
    page = render_template("auth/login.html", problem=problem, name=name, next_url=next_url)
    return no_store((page, status))


def _requested_path() -> str:
    """The path and query as they were sent."""
    if request.method != "GET":
        return "/"
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def _local_url(path: str) -> str:
    """The page to go on to, never on another host."""
    is_local = _LOCAL_PATH.fullmatch(path)
    return request.script_root + path if is_local else url_for("search.page")


def _see_other(url: str) -> Response:
    return no_store(redirect(url, HTTPStatus.SEE_OTHER))


def _authenticator() -> Authenticator:
    authenticator: Authenticator = current_app.extensions["onrecord-auth"]
    return authenticator
