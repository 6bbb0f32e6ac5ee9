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


def test_a_letter_in_a_field_leads_nowhere(visit: Visit) -> None:
    page = visit("/article/noon?q=putin#m1")
    page.get_by_label("Check a quotation").press_sequentially("no/ping")
    expect(page.get_by_label("Check a quotation")).to_have_value("no/ping")
    expect(page.locator("mark:target")).to_have_attribute("id", "m1")


def test_a_match_has_the_focus_and_its_neighbours_beside_it(visit: Visit) -> None:
    page = visit("/article/noon?q=putin")
    page.keyboard.press("n")
    expect(page.locator("#m1")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Match 1 of 4")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#m2")).to_be_focused()
    expect(page.locator("#said")).to_have_text("Match 2 of 4")
    for _ in ("previous", "next"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#m3")).to_be_focused()
    page.go_back()  # matches are no pages
    expect(page).to_have_url("about:blank")


def test_no_key_is_a_trap(visit: Visit) -> None:
    for path in ("/", "/?q=harbour", "/article/noon?q=putin", "/quote", "/saved", "/api/"):
        page = visit(path)
        seen = page.evaluate("[...document.querySelectorAll('a, button, input, textarea')].length")
        for _ in range(seen + 20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
        else:
            pytest.fail(f"Tab does not leave {path}")


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
    page.locator("mark:target + .hops").get_by_label("next match").click()
    expect(page.locator("mark:target")).to_have_attribute("id", "m2")
    # To search and to check a quotation; no other would work.
    expect(page.locator("button:visible")).to_have_text(["Search", "Check"])
    expect(page.locator("#cite-plain")).to_contain_text("Harbour report")


def test_without_scripts_a_passage_is_marked(visit: Visit) -> None:
    page = visit("/article/noon?passage=0-14.00000000#passage", java_script_enabled=False)
    expect(page.locator("#passage")).to_have_text("They said supp")
