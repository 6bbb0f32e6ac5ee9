"""Logging in: with a form for people, with HTTP Basic for programs; nothing is shown before."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
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
from werkzeug.exceptions import Unauthorized

from onrecord.web.security.login_throttle import LoginThrottle
from onrecord.web.security.password_file import PasswordFile
from onrecord.web.security.security_headers import no_store

blueprint = Blueprint("auth", __name__)

OPEN = frozenset({"static", "auth.login_form", "auth.login", "monitoring.healthz"})
MOST_KNOWN = 1_000
_HERE = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # a path as sent; // would lead elsewhere


@dataclass(slots=True)
class Authenticator:
    """Who may come in, and who has tried to.

    Programs send their password with each request. Finding it right takes long, on purpose, so
    one found right is known again by its digest.
    """

    passwords: PasswordFile
    attempts: LoginThrottle = field(default_factory=LoginThrottle)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _known: dict[bytes, str] = field(default_factory=dict)

    def lets_in(self, name: str, password: str) -> bool:
        """Whether the password is right; TooManyAttempts if too many were not."""
        by = {"address": request.remote_addr or "", "name": name}
        self.attempts.begin(by)
        is_right = self.passwords.verify(name, password)
        if is_right:
            self.attempts.succeed(by)
        return is_right

    def knows(self, name: str, password: str) -> bool:
        """The same, quicker when asked again with the same."""
        mark = self.passwords.mark(name)
        digest = hmac.digest(self._key, f"{name}:{password}".encode(), "sha256")
        if mark is not None and self._known.get(digest) == mark:
            return True
        if not self.lets_in(name, password):
            return False
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[digest] = mark or ""
        return True


def register(app: Flask, passwords: PasswordFile) -> None:
    """Let nobody see anything before he has logged in."""
    app.extensions["onrecord-door"] = Authenticator(passwords)
    app.register_blueprint(blueprint)
    app.before_request(_guard)
    app.after_request(_private)


def current_user() -> str:
    """Who is logged in; empty where nobody has to."""
    return str(g.get("user", ""))


@blueprint.get("/login")
def login_form() -> Response:
    """The form to log in with."""
    return _form()


@blueprint.post("/login")
def login() -> Response:
    """Log in, and go on to where one wanted to be."""
    name = request.form.get("name", "").strip()
    if not _door().lets_in(name, request.form.get("password", "")):
        # Not 401: browsers would ask for Basic credentials instead of showing the form again.
        return _form("This name and password do not belong together.", name, HTTPStatus.FORBIDDEN)
    session.clear()  # a session begun by someone else is not taken over
    session.permanent = True
    session["user"], session["mark"] = name, _door().passwords.mark(name)
    return _seen(_local(request.form.get("next", "")))


@blueprint.get("/logout")
def logout_form() -> Response:
    """The button to log out with."""
    return no_store(render_template("auth/logout.html", name=current_user()))


@blueprint.post("/logout")
def logout() -> Response:
    """Log out; pages seen are forgotten by the browser too."""
    session.clear()
    response = _seen(url_for("auth.login_form"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _guard() -> Response | None:
    """Turn away whoever is not logged in; programs are asked for Basic credentials."""
    if request.endpoint in OPEN:
        return None
    g.user = _session_user() or _basic_user() or ""
    if g.user:
        return None
    if _is_for_programs():
        raise Unauthorized("log in: send a name and password as HTTP Basic credentials")
    return _seen(url_for("auth.login_form", next=_asked()))


def _session_user() -> str | None:
    """The user of the session, as long as he has the password he logged in with."""
    name = session.get("user")
    known = name and _door().passwords.mark(name)
    return name if known and hmac.compare_digest(known, session.get("mark") or "") else None


def _basic_user() -> str | None:
    sent = request.authorization
    if not (sent and sent.type == "basic" and _is_for_programs()):
        return None
    name, password = sent.username or "", sent.password or ""
    return name if _door().knows(name, password) else None


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path.endswith((".atom", "/metrics"))


def _private(response: Response) -> Response:
    """What only users may see is in no shared cache; a script's request opens no dialogue."""
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.add("Cookie")
        response.vary.add("Authorization")
    if response.status_code == 401 and request.headers.get("Sec-Fetch-Dest", "") != "empty":
        response.headers.setdefault("WWW-Authenticate", 'Basic realm="onrecord", charset="UTF-8"')
    return response


def _form(problem: str = "", name: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    wanted = request.values.get("next", "")
    page = render_template("auth/login.html", problem=problem, name=name, wanted=wanted)
    response = no_store(page)
    response.status_code = status
    return response


def _asked() -> str:
    """The path and query asked for, as they were sent."""
    if request.method != "GET":
        return "/"
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def _local(wanted: str) -> str:
    """Where to go on to: nowhere but here, whatever the address says."""
    return request.script_root + wanted if _HERE.fullmatch(wanted) else url_for("search.page")


def _seen(place: str) -> Response:
    """Go on with GET."""
    return no_store(redirect(place, 303))


def _door() -> Authenticator:
    door: Authenticator = current_app.extensions["onrecord-door"]
    return door
