"""Results while typing: they follow the box, never an older answer, and leave the way back."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit


def typed(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)


def headline(page: Page, says: str) -> None:
    expect(page.locator("h1")).to_have_text(re.compile(says))


def test_results_come_without_enter(visit: Visit) -> None:
    page = visit("/")
    typed(page, '"noon against Putin"')
    headline(page, "2 articles found")
    expect(page.locator("#said")).to_contain_text("2 articles found")
    expect(page.locator("#facets")).to_be_visible()
    assert (
        page.locator(".hits mark").all_inner_texts()
        == ["Noon against Putin"] + ["noon against Putin"] * 3
    )
    assert page.url.endswith("/?q=%22noon+against+Putin%22")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.go_back()
    expect(page.locator(".lead")).to_be_visible()


QUERIES = (
    '"noon against Putin"',
    "harbour",
    "wahlen",
    "ёлка",
    "author:kozlov",
    "選挙",
    "zebra harbour",
    '"harbour calm',
    "date:2024-99",
)


def test_what_comes_while_typing_is_what_the_server_shows(visit: Visit) -> None:
    page = visit("/")
    for query in QUERIES:
        typed(page, query)
        expect(page).to_have_url(re.compile("q=" + page.evaluate(ENCODED, query)))
        expect(page.locator("#content")).not_to_have_attribute("aria-busy", "true")
        live = shown(page)
        page.reload()
        assert shown(page) == live


ENCODED = "(text) => new URLSearchParams({q: text}).toString().slice(2).replace(/[+*]/g, '\\\\$&')"


def shown(page: Page) -> tuple[str, ...]:
    """All that a search brings to the page, but for the time it took."""
    parts = [page.locator(part).inner_html() for part in ("head title", "#how", "#content")]
    return (*parts, re.sub(r"[0-9.]+ ms", "", page.locator("#footer").inner_text()))


def test_refine_and_turn_pages_without_enter(visit: Visit) -> None:
    page = visit("/")
    typed(page, "harbour")
    expect(page.locator(".timeline svg a")).to_have_count(12)
    page.get_by_role("link", name="Next page").click()
    headline(page, "showing 11 to 20")
    typed(page, "harbour noon")
    expect(page).to_have_url(re.compile("q=harbour.noon$"))
    page.locator("#facets").get_by_role("link", name="The Quay").click()
    headline(page, "11 articles found")
    expect(page.get_by_role("searchbox")).to_have_value("harbour noon")


def test_back_leads_to_what_was_before_typing(visit: Visit) -> None:
    page = visit("/?q=putin")
    headline(page, "articles found")
    before = page.locator("h1").inner_text()
    for text in ("harb", "harbour", "harbour calm"):
        typed(page, text)
        expect(page).to_have_url(re.compile(f"q={text.replace(' ', '.')}$"))
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.get_by_role("searchbox")).to_have_value("putin")
    for _ in range(5):  # faster than the page's script is there
        page.go_forward()
        expect(page.get_by_role("searchbox")).to_have_value("harbour calm")
        page.go_back()
        expect(page.get_by_role("searchbox")).to_have_value("putin")
    expect(page.locator("h1")).to_have_text(before)


def test_back_works_before_the_script_is_there(visit: Visit) -> None:
    page = visit("/")
    typed(page, "harbour calm")
    headline(page, "25 articles found")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search*.js", hold, times=1)
    with page.expect_request("**/search*.js"):
        page.keyboard.press("Enter")
    page.go_back(wait_until="commit")
    held[0].continue_()
    expect(page.locator(".lead")).to_be_visible()


def test_a_late_answer_to_an_older_question_is_dropped(visit: Visit) -> None:
    page = visit("/")
    held: list[Route] = []
    asked = Event()

    def hold(route: Route) -> None:
        held.append(route)
        asked.set()

    page.route("**/?q=putin*", hold)
    with page.expect_request("**/?q=putin*"):
        typed(page, "putin")
    typed(page, "harbour")
    headline(page, "34 articles found")
    held[0].abort()
    typed(page, "harbour calm")
    headline(page, "25 articles found")
    expect(page.locator("main")).not_to_contain_text("Putin")


def test_a_doubtful_query_is_explained_while_typing(visit: Visit) -> None:
    page = visit("/")
    typed(page, '"harbour calm')
    expect(page.locator(".note")).to_contain_text("issing closing quotation mark")
    expect(page.get_by_role("link", name='"harbour calm"')).to_be_visible()


def test_filters_hold_while_typing(visit: Visit) -> None:
    page = visit("/?q=noon&outlet=The+Quay&sort=oldest")
    typed(page, "harbour")
    headline(page, "11 articles found")
    expect(page).to_have_url(re.compile(r"/\?q=harbour&outlet=The\+Quay&sort=oldest$"))


def test_an_article_stays_while_one_types(visit: Visit) -> None:
    page = visit("/article/noon")
    with page.expect_navigation(url="**/?q=harbour"):
        typed(page, "harbour")
        page.get_by_role("button", name="Search").click()
    assert page.evaluate("history.length") == 3  # the empty tab, the article, the results


def test_a_server_that_does_not_answer_is_told(visit: Visit) -> None:
    page = visit("/")
    page.route("**/?q=*", lambda route: route.fulfill(body="<html>"))
    typed(page, "harbour")
    expect(page.locator(".problem")).to_have_text("The server does not respond.")
    page.unroute("**/?q=*")
    typed(page, "harbour calm")
    headline(page, "25 articles found")


def test_the_caret_stays_where_one_types(visit: Visit) -> None:
    page = visit("/?q=habour+calm")
    page.get_by_role("searchbox").evaluate("box => { box.focus(); box.setSelectionRange(2, 2); }")
    page.keyboard.type("r")
    headline(page, "25 articles found")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert page.get_by_role("searchbox").evaluate("box => box.selectionStart") == 3


def test_half_a_date_is_not_searched_for(visit: Visit) -> None:
    page = visit("/?q=harbour")
    page.get_by_text("Dates and matching").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Published from").press_sequentially("2024-1")
    page.get_by_label("exact phrase").check()
    headline(page, "17 articles found")
    assert [address.partition("?")[2] for address in asked] == ["q=harbour&from=2024-1&literal=1"]


def test_the_help_stays_open_while_one_types(visit: Visit) -> None:
    page = visit("/?q=harbour")
    page.get_by_text("How to search").click()
    typed(page, "harbour calm")
    headline(page, "25 articles found")
    expect(page.get_by_text("in either order, at most five words apart")).to_be_visible()
