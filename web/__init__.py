"""The web front end: search page, article page and JSON, all through the one search function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from search.saved import SavedSearches
from web import (
    api,
    compression,
    cors,
    exports,
    failures,
    feeds,
    forms,
    freshness,
    hosts,
    limits,
    login,
    monitoring,
    pages,
    quotes,
    reference,
    saved,
    security,
    sessions,
)
from web.config import WebConfig
from web.limits import Limits
from web.opened import OpenIndex
from web.passwords import Passwords
from web.render import finalized

__all__ = ["WebConfig", "create_app"]


def create_app(config: WebConfig | Mapping[str, Any]) -> Flask:
    """The application for one index, which need not be there yet."""
    if not isinstance(config, WebConfig):
        config = WebConfig(**config)
    app = Flask(__name__)
    # Whatever a template prints passes through `finalized`, so none can forget to.
    app.jinja_options = {"finalize": finalized, "undefined": StrictUndefined}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.merge_slashes = False  # an id may hold two slashes in a row
    app.extensions["onrecord"] = OpenIndex(config)
    for part in (pages, quotes, api, exports, feeds, reference):
        app.register_blueprint(part.blueprint)
    _register_guards(app, config)
    if config.saved:
        saved.register(app, SavedSearches(config.saved))
    failures.register(app)
    app.context_processor(lambda: {"reader": login.user(), "saves": config.saved is not None})
    return app


def _register_guards(app: Flask, config: WebConfig) -> None:
    """What is done before every view, in this order, and to every response, in the reverse."""
    monitoring.register(app, is_logging=config.is_logging, logs_queries=config.logs_queries)
    if config.hosts:
        hosts.register(app, config.hosts)
    compression.register(app)
    if config.origins:
        cors.register(app, config.origins)
    security.register(app)
    sessions.register(app)
    if config.passwords:
        login.register(app, Passwords(config.passwords))
    forms.register(app)
    freshness.register(app)
    limits.register(app, Limits(config.search_seconds))
