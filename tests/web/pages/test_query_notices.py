"""Queries that cannot be read as written: each repair, and all of them, by one click."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from onrecord.web.pages.query_notices import query_notice
from onrecord.web.urls.search_params import SearchParams
from tests.web.pages.test_search_page import links, page

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


WAYS_OUT = [  # parameters that are wrong, the search without them
    ({"q": "putin", "outlte": "x", "lang": "en"}, "/?q=putin&lang=en"),
    ({"q": "putin", "from": "2024-99", "lang": "en"}, "/?q=putin"),
    ({"q": "putin", "sort": "best"}, "/?q=putin"),
    ({"q": "putin", "cursor": "x"}, "/?q=putin"),
]


@pytest.mark.parametrize(("parameters", "way_out"), WAYS_OUT)
def test_a_wrong_parameter_can_be_left_out(
    client: FlaskClient, parameters: dict[str, str], way_out: str
) -> None:
    refused = client.get("/", query_string=parameters)
    assert refused.status_code == 400
    main = refused.text[refused.text.index("<main") :]
    [href] = [
        *links(main, "Search without it"),
        *links(main, "First page of this search"),
    ]
    assert href == way_out
    page(client, href)


@pytest.mark.parametrize("tracker", ["utm_source", "fbclid", "mc_eid"])
@pytest.mark.parametrize("path", ["/", "/api/search"])
def test_what_mailers_put_into_links_is_passed_over(
    client: FlaskClient, path: str, tracker: str
) -> None:
    assert client.get(path, query_string={"q": "putin", tracker: "x"}).status_code == 200


def test_a_query_that_is_too_long_is_not_cut(client: FlaskClient) -> None:
    assert "Search without it" not in client.get("/", query_string={"q": "a" * 10_001}).text


MENDED = [  # query with several things wrong, the query with all repairs
    ('(putin AND "west', 'putin AND "west"'),
    ("AND noon OR", "noon"),
    ('titel:noon (against "putin', 'title:noon against "putin"'),
    ("noon )( putin", "noon putin"),
]


@pytest.mark.parametrize(("query", "repaired"), MENDED)
def test_one_click_makes_every_repair(client: FlaskClient, query: str, repaired: str) -> None:
    shown = page(client, "/", q=query, sort="newest")
    text = page(client, links(shown[shown.index("Search with all fixes") :], repaired)[0])
    assert "Search instead" not in text
    assert '<input type="hidden" name="sort" value="newest">' in text


def typos(count: int) -> str:
    return " ".join(["titel:noon"] * count)


def test_up_to_five_repairs_are_made_at_once(client: FlaskClient) -> None:
    assert "Search with all fixes" in page(client, "/", q=typos(5))
    assert "Search with all fixes" not in page(client, "/", q=typos(6))


NOTICES = [  # message, start, end in "noon (", the sentence, whether a spot is shown
    ("never closed", 5, 6, "Never closed.", True),
    ("never closed.", 5, 6, "Never closed.", True),
    ("did you mean it?", 0, 5, "Did you mean it?", True),
    ("it matches nothing!", 0, 6, "It matches nothing!", False),
    ("", 0, 6, "", False),
    ("all of it", 1, 6, "All of it.", True),
    ("all of it", -1, 9, "All of it.", False),
]


@pytest.mark.parametrize(("message", "start", "end", "sentence", "has_spot"), NOTICES)
def test_notices(message: str, start: int, end: int, sentence: str, has_spot: bool) -> None:
    notice = query_notice(message, start, end, None, SearchParams(q="noon ("))
    assert (notice.message, notice.spot is not None) == (sentence, has_spot)
    assert (notice.suggestion, notice.href) == (None, None)


@pytest.mark.parametrize("query", ["noon", "noon (putin", "(" * 5_000])
def test_one_repair_or_very_many_are_not_made_at_once(client: FlaskClient, query: str) -> None:
    assert "Search with all fixes" not in page(client, "/", q=query)
