"""Logging in, saving a search, and logging out, as a person does it; with and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, LAN_HOST, PASSWORD
from tests.browser.test_gates import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def logged_in(page: Page, site: str, path: str) -> None:
    """From a page that may not be seen yet, by the form, back to it."""
    page.goto(f"{site}{path}")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    assert page.url == f"{site}{path}"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_door_to_a_saved_search_and_out(
    browser: Browser, guarded_site: str, scripts: bool
) -> None:
    name = f"Harbour, {'with' if scripts else 'without'} scripts"
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda told: told.type == "info" or problems.append(told.text))
        logged_in(page, guarded_site, "/?q=harbour")
        page.get_by_role("link", name="Save this search").click()
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Save", exact=True).click()
        item = page.get_by_role("listitem").filter(has_text=name)
        assert item.get_by_text("nothing new").is_visible()
        item.get_by_role("link", name=name).click()
        assert page.get_by_text("0 new articles").is_visible()
        page.get_by_role("link", name="Saved").click()
        item.get_by_text("Delete").first.click()
        item.get_by_role("button", name="Yes, delete").click()
        assert page.get_by_role("link", name=name).count() == 0
        page.get_by_role("link", name="Log out").click()
        page.get_by_role("button", name="Log out").click()
        page.goto(f"{guarded_site}/?q=harbour")
        assert page.get_by_role("heading", name="Log in").is_visible()
        assert problems == []


def test_forms_over_plain_http_are_known_by_their_origin(
    browser: Browser, guarded_site: str
) -> None:
    site = guarded_site.replace("127.0.0.1", LAN_HOST)
    with browser.new_context() as context:
        page = context.new_page()
        with page.expect_request(lambda request: request.method == "POST") as submitted:
            logged_in(page, site, "/?q=harbour")
        headers = submitted.value.all_headers()
        assert headers["origin"] == site
        assert "sec-fetch-site" not in headers
        page.goto(f"data:text/html,<form method=post action='{site}/login'><button>Win</button>")
        page.get_by_role("button", name="Win").click()
        expect(page.get_by_role("heading")).to_have_text("Cross-origin request refused")
        page.goto(f"{site}/?q=harbour")
        assert page.get_by_role("link", name="Log out").is_visible()


def test_a_wrong_password_is_told_at_the_form(browser: Browser, guarded_site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{guarded_site}/?q=harbour")
        page.get_by_label("Name").fill("alice")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("alert")).to_contain_text("Wrong name or password")
        expect(page.get_by_label("Name")).to_have_value("alice")
        expect(page.get_by_label("Password")).to_be_focused()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(f"{guarded_site}/?q=harbour")


def test_axe_finds_nothing_at_the_door(browser: Browser, guarded_site: str) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        for path in ("/login", "/logout"):
            if path == "/logout":
                logged_in(page, guarded_site, path)
            else:
                page.goto(f"{guarded_site}{path}")
            page.evaluate(AXE.read_text("utf-8"))
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                violations = page.evaluate(f"axe.run({RULES})")["violations"]
                found = [one["id"] for one in violations]
                assert (path, scheme, found) == (path, scheme, [])
