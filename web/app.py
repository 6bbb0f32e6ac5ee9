"""The Flask application: pages, API and exports over one index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from onrecord.index.schema import FIELDS
from onrecord.search.saved_searches.store import SavedSearchStore
from onrecord.web.api import docs_page
from onrecord.web.api import views as api_views
from onrecord.web.config import WebConfig
from onrecord.web.errors import error_handlers
from onrecord.web.export import downloads, feeds
from onrecord.web.middleware import (
    access_log,
    compression,
    http_cache,
    metrics,
    resource_limits,
)
from onrecord.web.middleware.index_provider import IndexProvider
from onrecord.web.middleware.resource_limits import Limits
from onrecord.web.pages import article_page, quote_check, saved_searches, search_page
from onrecord.web.rendering.languages import direction, language_name, language_tag
from onrecord.web.rendering.safe_html import sanitize_output
from onrecord.web.security import auth, cors, csrf, host_check, security_headers
from onrecord.web.security.password_file import PasswordFile

__all__ = ["WebConfig", "create_app"]


def create_app(config: WebConfig | Mapping[str, Any]) -> Flask:
    """The application for one index, which may be built later."""
    if not isinstance(config, WebConfig):
        config = WebConfig(**config)
    app = Flask(__name__)
    # Everything a template prints passes through `sanitize_output`: none can forget to.
    app.jinja_options = {"finalize": sanitize_output, "undefined": StrictUndefined}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        fields=FIELDS,
        today=date.today,
        direction=direction,
        language_name=language_name,
        language_tag=language_tag,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.merge_slashes = False  # an id may hold two slashes in a row
    app.extensions["onrecord-index"] = IndexProvider(config)
    for module in (
        search_page,
        article_page,
        quote_check,
        api_views,
        downloads,
        feeds,
        docs_page,
    ):
        app.register_blueprint(module.blueprint)
    _register_middleware(app, config)
    if config.saved:
        saved_searches.register(app, SavedSearchStore(config.saved))
    error_handlers.register(app)
    app.context_processor(lambda: {"user": auth.current_user(), "saves": config.saved is not None})
    return app


def _register_middleware(app: Flask, config: WebConfig) -> None:
    """Requests pass these in order, responses in reverse."""
    metrics.register(app)
    if config.is_logging:
        access_log.register(app, logs_queries=config.logs_queries)
    if config.hosts:
        host_check.register(app, config.hosts)
    compression.register(app)
    if config.origins:
        cors.register(app, config.origins)
    security_headers.register(app)
    if config.passwords:
        auth.register(app, PasswordFile(config.passwords))
    csrf.register(app)
    http_cache.register(app)
    resource_limits.register(app, Limits(config.search_seconds))
