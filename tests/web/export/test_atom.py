"""Atom feeds as responses: media type, ids and absolute addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from onrecord.search.results.models import Hit, Snippet
from onrecord.web.app import WebConfig, create_app
from onrecord.web.export.atom import EPOCH, Feed, _content, external_url, urn

HIT = Hit(
    id="a",
    title="Zebra",
    outlet="A",
    date=date(2024, 2, 17),
    url=None,
    author=None,
    language="en",
    source="a.txt",
    sha256="0",
    score=1.0,
    matched_as="exact",
    snippets=(Snippet("title", "Zebra", 0, ((0, 5),)), Snippet("text", "a <zebra", 0, ((3, 8),))),
)


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


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({}, "A · 2024-02-17"),
        ({"date": None}, "A · undated"),
        ({"outlet": None}, "2024-02-17"),
    ],
)
def test_content_is_the_facts_and_the_marked_text(changes: dict[str, None], facts: str) -> None:
    content = _content(replace(HIT, **changes))
    assert content == f"<p>{facts}</p><p>a &lt;<mark>zebra</mark> …</p>"
