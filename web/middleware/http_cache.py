"""HTTP caching: validators that follow the state of the index, and 304 Not Modified."""

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

# Their responses depend on the index, the URL, the user, the day and the program, and nothing else.
BLUEPRINTS = frozenset({"search", "article", "api", "exports", "feeds"})
_PROGRAM = version("onrecord") + secrets.token_hex(8)  # a restart may be another program
_DATE_RESOLUTION = timedelta(seconds=2)  # Last-Modified cannot tell apart commits within a second


@dataclass(slots=True)
class LastGeneration:
    """The generation of the index that this process last saw, and since when."""

    generation: str = ""
    since: datetime = field(default_factory=partial(datetime.now, UTC))

    def update(self, generation: str) -> None:
        if generation != self.generation:
            self.generation, self.since = generation, datetime.now(UTC)


def register(app: Flask) -> None:
    """Send validators, and 304 to clients whose copy is current."""
    app.extensions["onrecord-generation"] = LastGeneration()
    app.before_request(_answer_from_cache)
    app.after_request(_add_validators)


def _answer_from_cache() -> Response | None:
    """304 before any search if the client's copy is current."""
    is_cacheable = request.blueprint in BLUEPRINTS and request.method in ("GET", "HEAD")
    g.etag = _etag() if is_cacheable else None
    if g.etag and request.if_none_match.contains_weak(g.etag):
        return Response(status=304)
    return None


def _add_validators(response: Response) -> Response:
    etag = g.get("etag")
    if etag and response.status_code in (200, 304):
        response.set_etag(etag, weak=True)  # weak: the time a search took differs each time
        if modified := _last_modified():
            response.last_modified = modified
        if not is_resource_modified(request.environ, etag, last_modified=response.last_modified):
            response.status_code = 304
            response.response = []  # make_conditional would read a stream to its end
    return response


def _etag() -> str | None:
    """A hash of all that a response depends on besides the URL. The day, as queries may say
    "last week"; the user, as one browser may serve several."""
    try:
        generation = current_index().engine().generation()
    except EngineError:
        return None  # the view reports it
    _last_generation().update(generation)
    state = (generation, str(date.today()), _PROGRAM, current_user())
    return hashlib.sha256("\0".join(state).encode()).hexdigest()[:20]


def _last_modified() -> datetime | None:
    """When responses last changed: with the index, the day or the program; None if just now."""
    midnight = datetime.combine(date.today(), time()).astimezone()
    latest = max(midnight, _last_generation().since)
    return latest if datetime.now(UTC) - latest > _DATE_RESOLUTION else None


def _last_generation() -> LastGeneration:
    last: LastGeneration = current_app.extensions["onrecord-generation"]
    return last
