"""The whole journey with the keyboard alone, and with the scripts switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, and can be seen to have it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_keyboard_only(visit: Visit) -> None:
    page = visit("/?q=putin")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("harbour")
    expect(page.locator("h1")).to_contain_text("34 articles found")
    page.keyboard.press("Enter")
    expect(page.locator("#facets")).to_be_visible()
    tab_to(page, "#facets a")
    page.keyboard.press("Enter")
    expect(page.locator(".filters li")).to_have_count(1)
    tab_to(page, ".timeline summary")
    page.keyboard.press("Enter")
    tab_to(page, ".timeline table a")
    tab_to(page, ".hits h2 a")
    page.keyboard.press("Enter")
    expect(page.locator("mark:target")).to_have_attribute("id", "m1")
    page.keyboard.press("n")
    expect(page.locator("mark:target")).to_have_attribute("id", "m2")


def test_a_slash_in_the_box_is_a_slash(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.type("and/or n p")
    expect(page.get_by_role("searchbox")).to_have_value("and/or n p")


def test_the_first_tab_skips_to_the_content(visit: Visit) -> None:
    page = visit("/?q=harbour")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_without_scripts(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    page.locator("#facets").get_by_role("link", name="The Quay").click()
    expect(page.locator("h1")).to_contain_text("11 articles found")
    page.get_by_role("link", name="Next page").click()
    page.get_by_role("link", name="Previous page").click()
    page.locator(".hits h2 a").first.click()
    page.locator("mark:target + .hops").get_by_title("next match").click()
    expect(page.locator("mark:target")).to_have_attribute("id", "m2")
    # To search and to check a quotation; no other would work.
    expect(page.locator("button:visible")).to_have_text(["Search", "Check"])
    expect(page.locator("#cite-plain")).to_contain_text("Harbour report")


def test_without_scripts_a_passage_is_marked(visit: Visit) -> None:
    page = visit("/article/noon?passage=0-14.00000000#passage", java_script_enabled=False)
    expect(page.locator("#passage")).to_have_text("They said supp")
