"""Atom feeds as responses: media type, ids and absolute addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from onrecord.web.app import WebConfig, create_app
from onrecord.web.export.atom import EPOCH, Feed, external_url, urn


def test_ids_tell_their_parts_apart() -> None:
    assert urn("a", "b") == urn("a", "b")
    assert urn("a", "b").startswith("urn:uuid:")
    assert len({urn("a", "b"), urn("ab"), urn("b", "a"), urn("a")}) == 4


@pytest.mark.parametrize("host", ["localhost", "facts.example:8400"])
def test_addresses_are_absolute(host: str) -> None:
    with Flask(__name__).test_request_context("/x?y", base_url=f"http://{host}"):
        assert external_url("/saved/1") == f"http://{host}/saved/1"


def test_an_empty_feed() -> None:
    with create_app(WebConfig("memory:")).test_request_context():
        feed = Feed(urn("a"), "A < B", EPOCH, {"self": "http://localhost/a?b&c"}, [])
        response = feed.to_response()
    xml = response.get_data(as_text=True)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "<title>A &lt; B</title>" in xml
    assert 'href="http://localhost/a?b&amp;c"' in xml
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in xml
    assert datetime(1970, 1, 1, tzinfo=UTC) == EPOCH
