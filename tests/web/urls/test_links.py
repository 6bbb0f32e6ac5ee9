"""Links to other searches and to articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.search.results.sorting import Sort
from onrecord.web.urls.links import (
    NO_FILTERS,
    active_filters,
    article_url,
    period_label,
    search_url,
    sort_links,
    url_without,
)
from onrecord.web.urls.search_params import SearchParams
from tests.web.conftest import client_of, engine_of


@pytest.fixture(scope="module", autouse=True)
def _request() -> Iterator[None]:
    with client_of(engine_of([])).application.test_request_context():
        yield


FULL = SearchParams(
    q="a b", outlets=("A", "B"), languages=("de",), periods=("2024",), first="2020", cursor="x"
)
URLS: list[tuple[SearchParams, dict[str, Any], str]] = [
    (SearchParams(), {}, "/"),
    (SearchParams(q="a b"), {}, "/?q=a+b"),
    (SearchParams(q='"a": (b)/c, d!'), {}, "/?q=%22a%22:+(b)/c,+d!"),
    (SearchParams(q="a&b=c#d+é"), {}, "/?q=a%26b%3Dc%23d%2B%C3%A9"),
    (FULL, {}, "/?q=a+b&outlet=A&outlet=B&lang=de&from=2020&period=2024"),
    (FULL, {"sort": Sort.NEWEST, **NO_FILTERS}, "/?q=a+b&sort=newest"),
    (FULL, {"cursor": "y", **NO_FILTERS}, "/?q=a+b&cursor=y"),
    (FULL, {"q": "", **NO_FILTERS, "literal": True}, "/?literal=1"),
]


@pytest.mark.parametrize(("params", "changes", "url"), URLS)
def test_search_urls(params: SearchParams, changes: dict[str, Any], url: str) -> None:
    assert search_url(params, **changes) == url


def test_a_value_is_removed() -> None:
    assert url_without(SearchParams(outlets=("A", "B")), "outlets", "A") == "/?outlet=B"


LABELS = [
    ("2024-03", "March 2024"),
    ("2024-12", "December 2024"),
    ("2024-03-07", "7 March 2024"),
    ("2024", "2024"),
    ("2024-13", "2024-13"),
    ("2024-00", "2024-00"),
    ("2023..2024", "2023..2024"),
]


@pytest.mark.parametrize(("period", "label"), LABELS)
def test_period_labels(period: str, label: str) -> None:
    assert period_label(period) == label


FILTERS = [  # the search, its filters and the URLs without them
    (SearchParams(q="a", sort=Sort.NEWEST), []),
    (SearchParams(q="a", outlets=("A",)), [("outlet: A", "/?q=a")]),
    (SearchParams(q="a", languages=("de",)), [("language: German", "/?q=a")]),
    (SearchParams(q="a", periods=("2024-03",)), [("published: March 2024", "/?q=a")]),
    (SearchParams(q="a", first="2020"), [("published: from 2020", "/?q=a")]),
    (SearchParams(q="a", last="2021"), [("published: to 2021", "/?q=a")]),
    (SearchParams(q="a", first="2020", last="2021"), [("published: from 2020 to 2021", "/?q=a")]),
    (SearchParams(q="a", first="2020", last="2020"), [("published: 2020", "/?q=a")]),
    (SearchParams(q="a", literal=True), [("as one exact phrase", "/?q=a")]),
    (SearchParams(q="a", any_word=True), [("any of the words", "/?q=a")]),
]


@pytest.mark.parametrize(("params", "expected"), FILTERS)
def test_active_filters(params: SearchParams, expected: list[tuple[str, str]]) -> None:
    links = active_filters(params)
    assert [(link.label, link.href) for link in links] == expected
    assert not any(link.is_selected for link in links)


def test_sort_orders() -> None:
    links = sort_links(SearchParams(q="a", sort=Sort.OLDEST))
    assert [(link.label, link.is_selected) for link in links] == [
        ("relevance", False),
        ("newest", False),
        ("oldest", True),
    ]
    assert not any(link.is_nested for link in links)
    assert links[1].href == "/?q=a&sort=newest"


ARTICLES = [  # id, URL
    ("a", "/article/a?q=b"),
    ("a/b", "/article/a/b?q=b"),
    ("../a", "/article/?q=b&id=../a"),
    ("a/./b", "/article/?q=b&id=a/./b"),
    ("a//b", "/article/?q=b&id=a//b"),
    ("/a", "/article/?q=b&id=/a"),
    ("\ud800", "/article/%3F?q=b"),
]


@pytest.mark.parametrize(("article_id", "url"), ARTICLES)
def test_article_urls(article_id: str, url: str) -> None:
    path, _, query = article_url(SearchParams(q="b"), article_id).partition("?")
    expected_path, _, expected_query = url.partition("?")
    assert path == expected_path
    assert sorted(query.split("&")) == sorted(expected_query.split("&"))
    assert article_url(SearchParams(), "a", "m1") == "/article/a#m1"
