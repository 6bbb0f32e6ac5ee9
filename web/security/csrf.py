"""Forms that change something are taken only from our own pages: a token proves it (CSRF)."""

from __future__ import annotations

import hmac
import secrets

from flask import Flask, request, session

from onrecord.search.errors import SearchError

FIELD = "token"
FROM_ELSEWHERE = ("cross-site", "same-site")  # what browsers say of requests not made by us


class ForeignForm(SearchError):
    """A form that was not sent from a page of this session."""


def register(app: Flask) -> None:
    """Check every form, and let templates put tokens into theirs."""
    app.before_request(_check)
    app.jinja_env.globals["form_token"] = token


def token() -> str:
    """The token of this session, made when first needed."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def _check() -> None:
    if request.endpoint is None or request.method in ("GET", "HEAD", "OPTIONS"):
        return
    is_ours = request.headers.get("Sec-Fetch-Site") not in FROM_ELSEWHERE
    sent = request.form.get(FIELD, "").encode()
    if not (is_ours and FIELD in session and hmac.compare_digest(sent, token().encode())):
        raise ForeignForm(
            "this form was not sent from a page of this session, or the session has ended; "
            "load the page again (with cookies allowed) and send it anew"
        )
