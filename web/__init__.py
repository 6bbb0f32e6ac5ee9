"""The web front end: search page, article page and JSON, all through the one search function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from web import (
    api,
    compression,
    exports,
    failures,
    feeds,
    freshness,
    limits,
    pages,
    quotes,
    reference,
    security,
)
from web.config import WebConfig
from web.limits import Limits
from web.opened import OpenIndex
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
    limits.register(app, Limits(config.search_seconds))
    compression.register(app)  # what is registered first is done to a response last
    security.register(app)
    freshness.register(app)
    failures.register(app)
    return app
