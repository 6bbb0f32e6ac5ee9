"""What a fact-checker does at the page, in the real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from onrecord.web.urls.external_links import source_url
from tests.browser.articles import FILLER, WORDS_AT_THE_SOURCE

if TYPE_CHECKING:
    from tests.browser.conftest import Visit


def titles(page: Page) -> list[str]:
    return page.locator(".hits h2").all_inner_texts()


def headline(page: Page, says: str) -> None:
    expect(page.locator("h1")).to_contain_text(says)


def test_search(visit: Visit) -> None:
    page = visit("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("searchbox").fill('"noon against Putin"')
    page.keyboard.press("Enter")
    headline(page, "2 articles found")
    expect(page.locator(".hits mark").first).to_have_text("Noon against Putin")
    expect(page.locator("#facets")).to_be_visible()
    assert page.url.endswith("/?q=%22noon+against+Putin%22")


def test_refine_by_several_outlets_and_a_year_and_free_it_again(visit: Visit) -> None:
    page = visit("/?q=harbour")
    headline(page, "34 articles found")
    facets = page.locator("#facets")
    facets.get_by_role("link", name="The Quay").click()
    headline(page, "11 articles found")
    facets.get_by_role("link", name="Port Gazette").click()
    headline(page, "22 articles found")
    facets.get_by_role("link", name="2024 11", exact=True).click()
    headline(page, "11 articles found")
    for name in ("The Quay", "Port Gazette", "2024"):
        page.locator(".filters").get_by_role("link", name=name).click()
    headline(page, "34 articles found")
    expect(page.locator(".filters")).to_have_count(0)


def test_follow_a_month_of_the_timeline(visit: Visit) -> None:
    page = visit("/?q=harbour")
    page.locator(".timeline summary").click()
    rows = page.locator(".timeline tbody tr")
    month, count = rows.nth(2).inner_text().split("\t")
    bar = page.locator(".timeline svg a").nth(2)
    assert bar.locator("title").text_content() == f"{month}: {count}"
    bar.click()
    headline(page, f"{count} article")
    expect(page.locator(".filters")).to_contain_text("published: 2023-")


def test_open_and_go_from_match_to_match(visit: Visit) -> None:
    page = visit("/?q=harbour&sort=oldest")
    page.locator(".hits h2 a", has_text="Harbour report 3").first.click()
    where = page.locator(".where")
    matches = page.locator(".text mark, h1 mark").count()
    expect(where).to_have_text(f"1 of {matches}")
    page.keyboard.press("n")
    expect(page.locator("mark:target")).to_have_attribute("id", "m2")
    page.get_by_role("button", name="next").click()
    expect(page.locator("mark:target")).to_have_attribute("id", "m3")
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.keyboard.press("p")
    expect(where).to_have_text(f"2 of {matches}")
    page.get_by_role("button", name="previous").click()
    page.get_by_role("button", name="previous").click()
    expect(where).to_have_text(f"{matches} of {matches}")
    page.get_by_role("link", name="Results").click()
    headline(page, "34 articles found")
    expect(page.locator(".sorts [aria-current]")).to_have_text("oldest")


SELECTED = [  # id, query, from the first of these words to the last
    ("noon", "", "Brussels should", "Brussels should"),
    ("noon", "putin", "support for Putin", "recognize Putin"),
    ("noon", "putin", "Putin is below 50%", "The action is called"),
    ("cafe", "", "shut", "Smile"),
    ("evil", "zebra", "turned", "open"),
]


@pytest.mark.parametrize(("identity", "query", "first", "last"), SELECTED)
def test_copy_the_link_to_a_passage(
    visit: Visit, identity: str, query: str, first: str, last: str
) -> None:
    page = visit(f"/article/{identity}?q={query}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    selected = page.evaluate(SELECT, [first, last])
    page.get_by_role("button", name="Copy link to the passage").click()
    expect(page.locator("#said")).to_have_text("Link to the passage copied")
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    passage = "".join(page.locator("mark.passage").all_text_contents())
    assert letters(passage) == letters(selected)
    expect(page.locator("#passage")).to_be_in_viewport()


SELECT = """([first, last]) => {
    const nodes = [];
    const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest(".hops")) nodes.push(walker.currentNode);
    }
    const starts = [];
    let whole = "";
    for (const node of nodes) { starts.push(whole.length); whole += node.data; }
    const point = (at) => {
        const last = starts.findLastIndex((start) => start <= at);
        return [nodes[last], at - starts[last]];
    };
    const from = whole.indexOf(first);
    const range = document.createRange();
    range.setStart(...point(from));
    range.setEnd(...point(whole.indexOf(last, from) + last.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return whole.slice(from, whole.indexOf(last, from) + last.length);
}"""


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_copy_a_reference(visit: Visit) -> None:
    page = visit("/article/noon")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("summary", has_text="RIS").click()
    page.locator("[data-copy=cite-ris]").click()
    expect(page.locator("#said")).to_have_text("Reference copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - NEWS")


def test_pages_forward_and_back(visit: Visit) -> None:
    page = visit("/?q=harbour&sort=newest")
    walked = [titles(page)]
    while page.get_by_role("link", name="Next page").count():
        page.get_by_role("link", name="Next page").click()
        walked.append(titles(page))
    assert [len(one) for one in walked] == [10, 10, 10, 4]
    for expected in reversed(walked[:-1]):
        page.get_by_role("link", name="Previous page").click()
        assert titles(page) == expected
    expect(page.get_by_role("link", name="Previous page")).to_have_count(0)
    page.go_back()
    assert titles(page) == walked[1]


def test_no_results_and_the_closest(visit: Visit) -> None:
    page = visit("/?q=harbour+wizardry")
    headline(page, "No results")
    expect(page.locator(".nothing")).to_contain_text("Nothing found in 56 articles")
    expect(page.get_by_role("heading", name="Closest articles")).to_be_visible()
    assert len(titles(page)) == 10


def test_a_broken_query_is_repaired_by_one_click(visit: Visit) -> None:
    page = visit("/?q=harbour+(calm")
    expect(page.locator(".spot")).to_have_text("(")
    page.get_by_role("link", name="harbour calm").click()
    expect(page.get_by_role("searchbox")).to_have_value("harbour calm")
    expect(page.locator(".note")).to_have_count(0)


def test_the_same_text_elsewhere(visit: Visit) -> None:
    page = visit("/article/wire")
    page.get_by_role("link", name="In the paper").click()
    expect(page.get_by_role("link", name="From the wire")).to_be_visible()


def test_check_a_selection(visit: Visit) -> None:
    page = visit("/article/noon")
    page.evaluate(SELECT, ["support for Putin", "below 50%"])
    expect(page.locator(".quote-selection textarea")).to_have_value(
        "support for Putin is below 50%"
    )
    page.locator(".quote-selection").get_by_role("button", name="Check").click()
    expect(page.locator(".meaning .verdict")).to_have_text("Verbatim")
    box = page.get_by_label("Quotation;")
    box.fill("support for Putin is below 90%")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".meaning .verdict")).to_have_text("Altered")
    expect(page.locator(".affects").first).to_have_text("percentage")
    page.locator(".passage h3 a").first.click()
    expect(page.locator(".text mark").first).to_be_in_viewport()


def test_the_words_at_the_source(visit: Visit) -> None:
    page = visit('/?q="do the right thing"')
    source = page.get_by_role("link", name="open at the source")
    assert source.get_attribute("href").endswith(
        "#:~:text=%E2%80%9Cdo%20the%20right%20thing.%E2%80%9D"
    )
    archive = page.get_by_role("link", name="web archive")
    assert archive.get_attribute("href").startswith("https://web.archive.org/web/20240217/https://")


@pytest.mark.parametrize("number", range(len(WORDS_AT_THE_SOURCE)))
def test_a_browser_scrolls_to_the_words_at_the_source(visit: Visit, number: int) -> None:
    marked = FILLER + WORDS_AT_THE_SOURCE[number]
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    source = source_url("https://example.org/", text, start, end)
    assert source is not None
    page = visit(f"/article/deep{number}{source.removeprefix('https://example.org/')}")
    begins = text.rfind("\n\n", 0, start) + 2
    expect(page.locator(f".text p[data-start='{begins}']")).to_be_in_viewport()
