"""Queries that cannot be read as written: each repair, and all of them, by one click."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.web.test_pages import links, page

REPAIRS = [  # query, its repair as the page offers it
    ("putin (west", "putin west"),
    ('"noon against', '"noon against"'),
    ("putin) west", "putin west"),
    ("titel:noon", "title:noon"),
]


@pytest.mark.parametrize(("query", "repaired"), REPAIRS)
def test_one_click_repairs_the_query(client: FlaskClient, query: str, repaired: str) -> None:
    [href] = links(page(client, "/", q=query, sort="newest"), repaired)
    text = page(client, href)
    assert f'type="search" value="{repaired}" dir' in unescape(text)
    assert "Search instead" not in text
    assert '<input type="hidden" name="sort" value="newest">' in text


MENDED = [  # query with several things wrong, the query with all repairs
    ('(putin AND "west', 'putin AND "west"'),
    ("AND noon OR", "noon"),
    ('titel:noon (against "putin', 'title:noon against "putin"'),
    ("noon )( putin", "noon putin"),
]


@pytest.mark.parametrize(("query", "repaired"), MENDED)
def test_one_click_makes_every_repair(client: FlaskClient, query: str, repaired: str) -> None:
    shown = page(client, "/", q=query, sort="newest")
    text = page(client, links(shown[shown.index("All mended") :], repaired)[0])
    assert "Search instead" not in text
    assert '<input type="hidden" name="sort" value="newest">' in text


@pytest.mark.parametrize("query", ["noon", "noon (putin", "(" * 5_000])
def test_one_repair_or_very_many_are_not_made_at_once(client: FlaskClient, query: str) -> None:
    assert "All mended" not in page(client, "/", q=query)
