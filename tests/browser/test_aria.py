"""The pages as a screen reader has them: what is read, in which order, and what is announced."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_gates import PAGES, opened

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

TOP = """
- link "Skip to content"
- banner:
  - link "onrecord"
  - paragraph: What was said, word for word
  - navigation "Site":
    - link "Search"
    - link "Check a quotation"
    - link "Help"
    - link "Saved"
    - link "API"
  - search:
    - searchbox "Words, a phrase in quotes, or a query"
    - button "Search"
  - status
"""
READ = {  # address, what is read of it, from the top
    "/": """
- main:
  - heading "Search news articles" [level=1]
  - heading "Try" [level=2]
  - list
  - heading "How to search" [level=2]
- contentinfo
""",
    "/?q=harbour&outlet=The+Quay&lang=en&sort=newest": """
- main:
  - heading /articles found in/ [level=1]
  - paragraph: /Read as/
  - list "Active filters":
    - listitem:
      - link /outlet. The Quay ?, remove/
    - listitem:
      - link /language. English ?, remove/
  - region "Timeline":
    - group: /Table by month; peak/
  - navigation "Sort by":
    - link "relevance"
    - link "newest"
    - link "oldest"
  - list "Articles":
    - listitem:
      - article:
        - heading /^Harbour report \\d+$/ [level=2]:
          - link /^Harbour report \\d+$/
        - paragraph: /The Quay/
        - paragraph:
          - mark: harbour
        - paragraph:
          - text: /word for word/
          - link "open at the source"
          - link "web archive"
- complementary "Filters":
  - heading "Outlet" [level=2]
  - list:
    - listitem:
      - link /^The Quay 9 ?, remove$/
    - listitem:
      - link /^Port Gazette \\d+$/
  - heading "Published" [level=2]
  - heading "Language" [level=2]
- contentinfo
""",
    "/article/noon?q=putin": """
- main:
  - link "← Results"
  - navigation "Matches":
    - text: 4 matches
    - button "↑ previous"
    - button "↓ next"
  - button "Copy link"
  - article:
    - heading "Opposition in exile calls for noon against Putin" [level=1]
    - term: outlet
    - definition: themoscowtimes.com
    - paragraph:
      - mark: Putin
  - textbox /^Check a quotation/
  - button "Check"
  - heading "Cite" [level=2]
  - heading "Provenance" [level=2]
""",
    "/quote?text=They+said+support+for+Putin+is+below+90%25": """
- main:
  - heading "Check a quotation" [level=1]
  - textbox "Quotation; it may contain … and [brackets]"
  - button "Check"
  - paragraph:
    - strong: Altered
  - heading "Passages" [level=2]
  - heading "Opposition in exile calls for noon against Putin" [level=3]
  - blockquote:
    - mark: /support for Putin is below 50/
  - heading "Claimed" [level=4]
  - paragraph:
    - deletion: /90/
  - heading "In the article" [level=4]
  - paragraph:
    - insertion: /50/
""",
    "/?q=date:2024-99": """
- main:
  - heading "Invalid search" [level=1]
  - alert:
    - paragraph: There is no month 99.
""",
}


@pytest.mark.parametrize("path", READ)
def test_a_page_is_read_in_order(visit: Visit, path: str) -> None:
    body = visit(path).locator("body")
    expect(body).to_match_aria_snapshot(TOP)
    expect(body).to_match_aria_snapshot(READ[path])


@pytest.mark.parametrize("name", PAGES)
def test_headings_skip_no_level_and_landmarks_have_names(visit: Visit, name: str) -> None:
    page = opened(visit, name)
    levels = [int(tag[1]) for tag in page.locator("h1, h2, h3, h4").evaluate_all(TAGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for landmark in ("navigation", "complementary", "region"):
        every = page.get_by_role(landmark).all()  # type: ignore[arg-type]  # all three are roles
        names = [one.get_attribute("aria-label") for one in every]
        assert all(names)
        assert len(names) == len(set(names))


TAGS = "headings => headings.map((heading) => heading.tagName)"


def test_each_answer_while_typing_is_said_once(visit: Visit) -> None:
    page = visit("/")
    page.evaluate(LISTEN)
    for query, count in ANSWERS:
        page.get_by_role("searchbox").fill(query)
        expect(page.locator("#said")).to_have_text(f"{count} articles found in 56; showing 1 to 10")
    heard = page.evaluate("window.heard")
    assert [said.split()[0] for said in heard] == [str(count) for _, count in ANSWERS]


ANSWERS = (("harbour", 34), ("harbour calm", 25), ("harbour", 34))
LISTEN = """() => {
    const said = document.getElementById("said");
    window.heard = [];
    new MutationObserver(() => said.textContent && window.heard.push(said.textContent))
        .observe(said, { childList: true });
}"""


def test_the_timeline_is_a_table(visit: Visit) -> None:
    page = visit("/?q=harbour")
    page.locator(".timeline summary").click()
    table = page.get_by_role("table", name="Articles by month")
    expect(table.get_by_role("columnheader")).to_have_text(["Month", "Articles"])
    expect(table.get_by_role("row").nth(1)).to_have_text(re.compile(r"^\s*January 2023\s*3\s*$"))
    expect(table.get_by_role("rowheader").first.get_by_role("link")).to_have_text("January 2023")
