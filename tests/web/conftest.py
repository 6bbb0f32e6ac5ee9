"""Clients of the web application over the small corpus, and users with cheap password hashes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.password_file import format_entry
from tests.corpus import ARTICLES, fill

PASSWORD = "correct horse battery"


def password_line(name: str, password: str = PASSWORD) -> str:
    """A line of a password file that takes no time to verify."""
    return format_entry(name, password, "scrypt:128:8:1") + "\n"


def browser(app: Flask) -> FlaskClient:
    """A client that sends what browsers send with forms of the same origin."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def client_of(engine: Engine) -> FlaskClient:
    """A browser, as it were, that speaks to pages over this engine."""
    return create_app(WebConfig("memory:", lambda _url: engine)).test_client()


def engine_of(articles: Iterable[Article]) -> Engine:
    engine = open_engine("memory:")
    fill(engine, articles)
    return engine


@pytest.fixture(scope="session")
def library() -> Engine:
    """The small corpus; not to be written."""
    return engine_of(ARTICLES)


@pytest.fixture(scope="session")
def client(library: Engine) -> FlaskClient:
    return client_of(library)
