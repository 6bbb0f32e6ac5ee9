"""Answers that a client already has are not sent again: validators tied to the index's state."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from importlib.metadata import version

from flask import Flask, Response, current_app, g, request
from werkzeug.http import is_resource_modified

from onrecord.search.errors import EngineError
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.security.auth import current_user
from onrecord.web.security.security_headers import is_no_store

# What these answer depends on the index, the address, the day and the program, and nothing else.
BLUEPRINTS = frozenset({"search", "article", "api", "exports", "feeds"})
_PROGRAM = version("onrecord") + secrets.token_hex(8)  # another start may be another program
_SETTLED = timedelta(seconds=2)  # a date says nothing of what is written twice in a second


@dataclass(slots=True)
class Seen:
    """The state of the index that this process last met, and since when."""

    generation: str = ""
    since: datetime = field(default_factory=partial(datetime.now, UTC))

    def meet(self, generation: str) -> None:
        if generation != self.generation:
            self.generation, self.since = generation, datetime.now(UTC)


def register(app: Flask) -> None:
    """Send validators, and 304 to those who have what would be sent."""
    app.extensions["onrecord-seen"] = Seen()
    app.before_request(_unchanged)
    app.after_request(_with_validators)


def _unchanged() -> Response | None:
    """304 before anything is searched, if the client's copy is of this state."""
    g.etag = _etag() if request.blueprint in BLUEPRINTS and _is_read() else None
    if g.etag and request.if_none_match.contains_weak(g.etag):
        return Response(status=304)
    return None


def _with_validators(response: Response) -> Response:
    etag = g.get("etag")
    if etag and response.status_code in (200, 304) and not is_no_store(response):
        response.set_etag(etag, weak=True)  # weak: the time a search took is another each time
        if changed := _last_modified():
            response.last_modified = changed
        if not is_resource_modified(request.environ, etag, last_modified=response.last_modified):
            response.status_code = 304
            response.response = []  # not make_conditional: it reads a stream to its end
    return response


def _is_read() -> bool:
    return request.method in ("GET", "HEAD")


def _etag() -> str | None:
    """One state of everything an answer depends on; the day, as queries may say "last week"."""
    try:
        generation = current_index().engine().generation()
    except EngineError:
        return None  # the view will say so
    _seen().meet(generation)
    state = (generation, str(date.today()), _PROGRAM, current_user())
    return hashlib.sha256("\0".join(state).encode()).hexdigest()[:20]


def _last_modified() -> datetime | None:
    """When answers last changed: with the index, the day or the program; None if just now."""
    midnight = datetime.combine(date.today(), time()).astimezone()
    latest = max(midnight, _seen().since)
    return latest if datetime.now(UTC) - latest > _SETTLED else None


def _seen() -> Seen:
    seen: Seen = current_app.extensions["onrecord-seen"]
    return seen
