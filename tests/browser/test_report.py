"""The quote report as a file: read without a server, by anyone, on any width and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.web.pages.quote_report import to_html
from tests.browser.articles import LIBRARY
from tests.browser.conftest import AXE
from tests.browser.test_gates import RULES, SEEN_AS
from tests.web.conftest import engine_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLAIMS = (
    "support for Putin is below 50%",
    "They said support for Putin is below 90%",
    "The West … will do the right thing",
    "a ferry crossed the river at noon without a captain",
    "zebra " * 300,
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    engine = engine_of(LIBRARY)
    answers = [check(engine, QuoteRequest(claim)).to_dict() for claim in CLAIMS]
    numbered = [answer | {"id": str(place)} for place, answer in enumerate(answers, 1)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(to_html(numbered, engine.info()), "utf-8")
    return path


def test_axe_finds_nothing(browser: Browser, report: Path) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        page.evaluate(AXE.read_text("utf-8"))
        for scheme, width in SEEN_AS:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
            page.set_viewport_size({"width": width, "height": 800})
            violations = page.evaluate(f"axe.run({RULES})")["violations"]
            found = [(one["id"], one["nodes"][0]["html"][:300]) for one in violations]
            assert (scheme, width, found) == (scheme, width, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_is_white(browser: Browser, report: Path) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(report.as_uri())
        page.emulate_media(media="print")
        style = "getComputedStyle(document.body)"
        colours = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
        assert colours == ["rgb(29, 27, 24)", "rgb(255, 255, 255)"]
