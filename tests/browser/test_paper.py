"""The pages on paper, as evidence: what was asked, when and where, what was found; no buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

RESULTS = "/?q=harbour&outlet=The+Quay"
ARTICLE = "/article/noon?q=putin"
QUOTE = "/quote?text=support+for+Putin+is+below+90%25"
PRINTED = {  # address, what is on paper of it
    RESULTS: (
        "for harbour:",
        "11 articles found",
        'Read as harbour AND outlet:"The Quay"',
        "https://harbour.example/1",
        "Searched 56 articles",
    ),
    ARTICLE: (
        "Opposition in exile calls for noon against Putin",
        "https://www.themoscowtimes.com/",
        "sha256",
        "17 February 2024",
    ),
    QUOTE: ("support for Putin is below 90%", "Altered", "characters"),
}
SEARCHING = "input, button, textarea, nav, .exports, .ways a, aside, summary"


def printed(visit: Visit, path: str, scheme: str = "light") -> Page:
    page = visit(path, color_scheme=scheme)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("path", PRINTED)
def test_paper_tells_what_was_asked_when_and_where(visit: Visit, path: str) -> None:
    page = printed(visit, path)
    shown = page.locator("body").inner_text()
    for words in PRINTED[path]:
        assert words in shown
    expect(page.locator(".printed").first).to_contain_text(page.url.partition("?")[0])
    day = page.locator(".printed time").first.get_attribute("datetime")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day or "")
    assert page.locator(SEARCHING).filter(visible=True).count() == 0


@pytest.mark.parametrize("path", PRINTED)
def test_what_is_for_paper_is_not_on_the_screen(visit: Visit, path: str) -> None:
    assert visit(path).locator(".printed").filter(visible=True).count() == 0


def test_paper_is_white(visit: Visit) -> None:
    page = printed(visit, ARTICLE, "dark")
    colours = (
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert page.evaluate(colours) == ["rgb(29, 27, 24)", "rgb(255, 255, 255)"]


def test_bars_of_the_timeline_are_printed(visit: Visit) -> None:
    page = printed(visit, "/?q=harbour")
    assert page.locator(".timeline .bar").first.is_visible()
