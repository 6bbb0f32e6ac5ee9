"""The quote check as a page and as JSON: the answer of the one function, shown harmlessly."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.quote_check.check import QuoteRequest, check
from tests.corpus import article
from tests.web.conftest import client_of, engine_of


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "took_ms"}


@pytest.mark.parametrize("text", ["noon against Putin", "below 90% support", "zebra crossing here"])
def test_the_api_equals_the_function(client: FlaskClient, library: Engine, text: str) -> None:
    answer = client.get("/api/quote", query_string={"text": text}).json or {}
    assert without_time(answer) == without_time(check(library, QuoteRequest(text)).to_dict())


def test_the_api_limits_passages_not_the_count(client: FlaskClient) -> None:
    answer = client.get("/api/quote?text=noon+against+Putin&limit=1").json or {}
    assert (len(answer["passages"]), answer["total"]) == (1, 4)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "no quotation is given"),
        ("text=", "no quotation is given"),
        ("text=%E2%80%A6", "no word to search for"),
        ("text=a&text=b", "text is given 2 times"),
        ("txt=noon", "no parameter 'txt'"),
        ("text=noon&limit=0", "limit is a whole number"),
        (f"text={'a+' * 5001}", "may have up to 10,000 characters"),
    ],
)
def test_what_cannot_be_checked_is_told(client: FlaskClient, query: str, message: str) -> None:
    response = client.get(f"/api/quote?{query}")
    assert response.status_code == 400
    assert message in (response.json or {})["detail"]


def page(client: FlaskClient, text: str) -> str:
    response = client.get("/quote", query_string={"text": text})
    assert response.status_code == 200
    return response.text


def test_the_page_without_a_quotation_asks_for_one(client: FlaskClient) -> None:
    assert '<textarea id="text" name="text"' in page(client, "")


def test_the_page_shows_both_sides(client: FlaskClient) -> None:
    shown = page(client, "support for Putin is below 90%")
    assert 'class="verdict altered"' in shown
    assert '<del title="changed">90%</del>' in shown
    assert '<ins title="changed">50</ins>' in shown
    assert '<span class="affects">percentage</span>' in shown
    assert "support for Putin is below 90%</textarea>" in shown


def test_a_no_says_what_was_searched(client: FlaskClient) -> None:
    shown = page(client, "a zebra crossed the river at noon")
    assert "0 passages in 12 articles" in shown
    assert "Nearest passages, which do not match" in shown


def test_passages_that_are_not_shown_are_counted() -> None:
    many = [article(f"n{number}", "", "They came at noon.") for number in range(55)]
    shown = page(client_of(engine_of(many)), "They came at noon")
    assert shown.count('<section class="passage">') == 50
    assert "<p>5 more:" in shown
    assert "more:" not in page(client_of(engine_of(many[:50])), "They came at noon")


def test_a_hostile_article_does_no_harm() -> None:
    text = "<script>alert(1)</script> they said <b>boldly</b> & left \u202e at noon."
    client = client_of(engine_of([article("x", "<i>T</i>", text, url="javascript:alert(1)")]))
    shown = page(client, "they said <u>meekly</u> & left at noon")
    assert "<script>alert" not in shown
    assert "<u>" not in shown
    assert "javascript:alert" not in shown
    assert "\u202e" not in shown


def test_an_article_page_offers_to_check_a_selection(client: FlaskClient) -> None:
    shown = client.get("/article/noon").text
    assert '<form class="quote-selection" action="/quote" method="get">' in shown
    with client.get("/static/quote.js") as script:
        assert "selectionchange" in script.text


def test_the_passage_is_marked_in_its_article(client: FlaskClient) -> None:
    shown = page(client, "noon against Putin")
    assert 'href="/article/?id=noon&amp;q=noon+against+Putin&amp;literal=1"' in shown
