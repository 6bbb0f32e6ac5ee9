"""What the search page shows for an address, and where its links lead."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.corpus import article, fill
from tests.web.conftest import client_of, engine_of


def page(client: FlaskClient, path: str, **parameters: object) -> str:
    """The text of a page that must be there."""
    response = client.get(path, query_string=parameters or None)
    assert response.status_code == 200, response.text
    return response.text


def links(text: str, label: str) -> list[str]:
    """Where links whose text contains this lead."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return [unescape(href) for href, inside in found if label in unescape(inside)]


def found_ids(text: str) -> list[str]:
    """The ids of the hits, in order."""
    return re.findall(r'<h2[^>]*><a href="/article/([^?"#]+)', text)


ADDRESSES = [  # address, ids of the hits
    ({"q": '"noon against Putin"'}, {"noon", "copy"}),
    ({"q": "noon against Putin", "literal": "1"}, {"noon", "copy"}),
    ({"q": "foia question", "any": "1"}, {"hamlet"}),
    ({"q": "putin", "outlet": "Example Review"}, {"copy", "foia"}),
    ({"q": "putin", "outlet": ["Example Review", "themoscowtimes.com"]}, {"noon", "copy", "foia"}),
    ({"outlet": "Example Review", "to": "2023"}, {"hamlet"}),
    ({"q": "war", "lang": "de"}, {"wahl"}),
    ({"q": "war", "lang": "DE"}, {"wahl"}),
    ({"q": "putin", "from": "2024-02", "to": "2024-02"}, {"noon", "copy"}),
    ({"q": "putin", "from": "2024-02-18"}, set()),
    ({"q": "*", "from": "2024-03-15", "to": "2024-03-17"}, {"stano", "troops"}),
]


@pytest.mark.parametrize(("parameters", "expected"), ADDRESSES)
def test_every_parameter_counts(
    client: FlaskClient, parameters: dict[str, object], expected: set[str]
) -> None:
    assert set(found_ids(page(client, "/", **parameters))) == expected


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["copy", "noon", "foia"]),
        ("oldest", ["foia", "copy", "noon"]),
    ],
)
def test_sorts_by_date(client: FlaskClient, sort: str, order: list[str]) -> None:
    assert found_ids(page(client, "/", q="exact:putin OR exact:putin's", sort=sort)) == order


SHOWN = [  # address, what the page must show
    ({}, "Search "),
    ({}, "exactly these words, in this order"),
    ({}, "after:2024-02-17"),
    ({"q": '"noon against Putin"'}, "2 articles found"),
    ({"q": '"noon against Putin"'}, "“<mark>noon against Putin</mark>”"),
    ({"q": '"noon against Putin"'}, "word for word"),
    ({"q": '"noon against Putin"'}, '<time datetime="2024-02-17">17 February 2024</time>'),
    ({"q": '"noon against Putin"'}, "Pyotr Kozlov"),
    ({"q": '"noon against Putin"'}, "Read as"),
    ({"q": "author:kozlov"}, "Pyotr <mark>Kozlov</mark>"),
    (
        {"q": "title:opposition title:exile"},
        "<mark>Opposition</mark> in <mark>exile</mark>",
    ),
    ({"q": "wahlen"}, 'class="snippet" dir="auto"'),
    ({"q": "ёлка"}, "undated"),
    ({"q": "ёлка"}, "outlet unknown"),
    ({"q": "wahlen"}, '<article lang="de">'),
    ({"q": "putin zebra"}, "Nothing found in"),
    ({"q": "putin zebra"}, "Closest articles, which match only part of the query"),
    ({"q": "putin", "to": "2001"}, "search without filters"),
    ({"q": "putin (west"}, "Unmatched "),
    ({"q": "putin (west"}, '<strong class="spot">(</strong>'),
    ({"q": '"noon against'}, '<strong class="spot">‸</strong>'),
    ({"q": "ёлка OR noon"}, '<p class="unvalued">undated <span class="count">1</span></p>'),
    ({"q": "noon", "outlet": "themoscowtimes.com"}, "<bdi>Example Review</bdi>"),
    ({"q": "putin"}, "open at the source"),
    ({"q": "putin"}, "https://web.archive.org/web/20240217/https://www.themoscowtimes.com/"),
    ({"q": "putin"}, "Table by day; peak: 17 February 2024 (2)"),
    ({"q": "!!!"}, "No letters or digits to search for."),
]


@pytest.mark.parametrize(("parameters", "expected"), SHOWN)
def test_page_shows(client: FlaskClient, parameters: dict[str, str], expected: str) -> None:
    assert expected in page(client, "/", **parameters)


def test_nothing_found_names_what_was_searched() -> None:
    client = client_of(
        engine_of(
            [
                article("a", "One", "text", outlet="A", date=date(2020, 2, 1)),
                article("b", "Two", "text", outlet="B", date=date(2021, 3, 4)),
                article("c", "Three", "text"),
            ]
        )
    )
    text = re.sub(r"<[^>]*>", "", page(client, "/", q="zebra"))
    assert (
        "Nothing found in 3 articles from 2 outlets, 1 February 2020 to 4 March 2021 "
        "(1 undated, 1 of unknown outlet)."
    ) in " ".join(text.split())


def test_example_queries_and_repairs_lead_to_pages(client: FlaskClient) -> None:
    start = page(client, "/")
    examples = re.findall(r'class="query" href="([^"]*)"', start)
    assert len(examples) == 5
    for href in examples:
        page(client, unescape(href))


FACETS = [  # label of the facet, the hits left when it is followed
    ("Example Review", {"copy", "foia"}),
    ("2024", {"noon", "copy", "foia"}),
    ("January 2024", {"foia"}),
    ("English", {"noon", "copy", "foia"}),
]


@pytest.mark.parametrize(("label", "expected"), FACETS)
def test_facets_refine_and_can_be_removed(
    client: FlaskClient, label: str, expected: set[str]
) -> None:
    whole = page(client, "/", q="exact:putin OR exact:putin's")
    [href] = [href for href in links(whole, f"<bdi>{label}</bdi>") if href.startswith("/?")]
    refined = page(client, href)
    assert set(found_ids(refined)) == expected
    removals = links(refined, ", remove")
    assert removals
    for removal in removals:
        assert found_ids(page(client, removal)) == found_ids(whole)


COMBINED = [  # what is chosen, facets followed after it, the hits left
    ({}, ["Example Review", "themoscowtimes.com"], {"noon", "copy", "foia"}),
    ({"outlet": "Example Review"}, ["2024", "February 2024"], {"copy"}),
    ({"period": "2024-01"}, ["February 2024"], {"noon", "copy", "foia"}),
    ({"period": "2024-01"}, ["February 2024", "January 2024"], {"noon", "copy"}),
    ({"period": "2024-01"}, ["2024"], {"noon", "copy", "foia"}),
    ({"period": "2024-02"}, ["Example Review", "English"], {"copy"}),
    ({"period": "2024-02"}, ["February 2024"], {"noon", "copy", "foia"}),
    ({"period": "2024"}, ["February 2024"], {"noon", "copy"}),
    ({"period": ["2024-01", "2022"]}, ["2024"], {"noon", "copy", "foia"}),
    ({"from": "2024-02", "to": "2024-02"}, ["Example Review", "English"], {"copy"}),
    ({"lang": "de"}, ["English"], {"noon", "copy", "foia"}),
    ({"lang": "en"}, ["English"], {"noon", "copy", "foia"}),
]


@pytest.mark.parametrize(("chosen", "labels", "expected"), COMBINED)
def test_facets_combine(
    client: FlaskClient, chosen: dict[str, str | list[str]], labels: list[str], expected: set[str]
) -> None:
    text = page(client, "/", q="exact:putin OR exact:putin's", **chosen)
    for label in labels:
        facets = text[text.index('<aside id="facets"') :]
        text = page(client, links(facets, f"<bdi>{label}</bdi>")[0])
    assert set(found_ids(text)) == expected


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_walking_the_pages_shows_every_hit_once(sort: str) -> None:
    days = [date(2024, 1, 1 + number % 5) if number % 3 else None for number in range(35)]
    stories = [
        article(f"s{n}", f"Story {n}", "The same words.", date=d) for n, d in enumerate(days)
    ]
    client = client_of(engine_of(stories))
    seen, text = [], page(client, "/", q='"same words"', sort=sort)
    assert not links(text, "Previous page")
    while following := links(text, "Next page"):
        before = found_ids(text)
        seen += before
        text = page(client, following[0])
        assert found_ids(page(client, links(text, "Previous page")[0])) == before
        assert "cursor=" not in links(text, "First page")[0]
    seen += found_ids(text)
    assert sorted(seen) == sorted(one.id for one in stories)
    assert found_ids(page(client, links(text, "First page")[0])) == seen[:10]


def test_form_keeps_the_filters(client: FlaskClient) -> None:
    text = page(
        client, "/", q="putin", outlet="Example Review", lang="en", sort="oldest", to="2024"
    )
    for field in (
        '<input type="hidden" name="outlet" value="Example Review">',
        '<input type="hidden" name="lang" value="en">',
        '<input type="hidden" name="sort" value="oldest">',
        '<input name="to" value="2024"',
    ):
        assert field in text


def test_the_page_sees_new_commits() -> None:
    engine = engine_of([])
    client = client_of(engine)
    assert "Nothing found in 0 articles." in page(client, "/", q="zebra")
    fill(engine, [article("z", "Zebra", "A zebra.")])
    assert "1 article found" in page(client, "/", q="zebra")
    assert "Searched 1 article" in page(client, "/", q="zebra")
