"""What every page must pass: axe in light and dark, any width, little to transfer, no harm done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

PAGES = {
    "start": "/",
    "results": "/?q=harbour",
    "refined": "/?q=harbour&outlet=The+Quay&from=2024&to=2024&lang=en&sort=newest",
    "second page": None,
    "nothing": "/?q=harbour+wizardry",
    "doubtful": "/?q=harbour+(calm",
    "error": "/?q=date:2024-99",
    "no article": "/article/none",
    "languages": "/?q=putin+OR+wahlen+OR+選挙+OR+ёлка",
    "article": "/article/noon?q=putin",
    "passage": "/article/noon?passage=10-60.00000000",
    "copies": "/article/wire",
    "undated": "/article/vybory",
    "api": "/api/",
    "saved": "/saved",
    "save": "/saved/new?q=harbour",
    "quote": "/quote",
    "verbatim": "/quote?text=do+the+right+thing",
    "abridged": "/quote?text=The+West+…+will+do+the+right+thing",
    "altered": "/quote?text=They+said+support+for+Putin+is+below+90%25",
    "not found": "/quote?text=a+ferry+crossed+the+river+at+noon+without+a+captain",
    "evil quote": "/quote?text=" + "zebra+" * 500,
    "several": "/?q=harbour&outlet=The+Quay&lang=en&lang=de&period=2024&period=2023-03",
    "days": "/?q=harbour&period=2024-03&period=2024-02",
    "evil results": "/?q=zebra",
    "evil article": "/article/evil?q=zebra",
}
MOST_BYTES = 100_000
RULES = "{rules: {'target-size': {enabled: true}}}"  # besides all that are on by default
SEEN_AS = (("light", 1280), ("dark", 1280), ("light", 360))


def opened(visit: Visit, name: str, **options: object) -> Page:
    path = PAGES[name]
    if path is not None:
        return visit(path, **options)
    page = visit("/?q=harbour", **options)
    page.get_by_role("link", name="Next page").click()
    return page


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, name: str) -> None:
    page = opened(visit, name)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(AXE.read_text("utf-8"))
    for scheme, width in SEEN_AS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.evaluate(f"axe.run({RULES})")
        assert answer["passes"]
        found = [(one["id"], one["nodes"][0]["html"][:300]) for one in answer["violations"]]
        assert (scheme, width, found) == (scheme, width, [])


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_over_the_edge(visit: Visit, name: str) -> None:
    page = opened(visit, name)
    for width in (1280, 800, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("name", ["results", "refined", "languages", "evil results"])
def test_little_is_transferred(visit: Visit, site: str, name: str) -> None:
    page = visit(None)
    sizes: list[int] = []
    page.on("requestfinished", lambda done: sizes.append(sum(transferred(done.sizes()))))
    page.goto(f"{site}{PAGES[name]}", wait_until="networkidle")
    page.locator(".key").wait_for()  # shown when all scripts have run
    assert len(sizes) >= 4  # the page, the style, the scripts
    assert sum(sizes) < MOST_BYTES


def transferred(sizes: dict[str, int]) -> tuple[int, int]:
    return sizes["responseHeadersSize"], sizes["responseBodySize"]


@pytest.mark.parametrize("path", ["/?q=zebra", "/article/evil?q=zebra", "/article/oneline?q=zebra"])
def test_a_harmful_article_does_nothing(visit: Visit, path: str) -> None:
    page = visit(path)
    assert page.evaluate("window.harmed") is None
    assert page.locator("main iframe, main img, main svg[onload], main script").count() == 0
    assert "zebra" in page.locator("main mark").first.inner_text().lower()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_typed_live_does_no_harm(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("searchbox").fill("zebra")
    page.locator(".hits article").first.wait_for()
    assert page.evaluate("window.harmed") is None
    assert page.locator("main iframe, main img, main script").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
