"""A saved page: its text, and only the metadata it declares."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.index.readers import ReadError, Record, parse
from onrecord.index.readers.html.tree import strip_markup

BODY = """<nav><a href="/">Home</a> <a href="/politics">Politics</a></nav><article>
<p>The minister resigned on Monday, 1 March 2024, after weeks of protest in the capital.</p>
<p>“I will not comment,” she said, <b>“until the report</b> is out.” The report is due in May.</p>
<p>Thousands had gathered in front of the parliament every night since the vote in January.</p>
</article><footer>© All rights reserved</footer>"""
PARAGRAPHS = (
    "The minister resigned on Monday, 1 March 2024, after weeks of protest in the capital.\n\n"
    "“I will not comment,” she said, “until the report is out.” The report is due in May.\n\n"
    "Thousands had gathered in front of the parliament every night since the vote in January."
)
LINKED_DATA = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {
    "@type": ["NewsArticle"], "headline": "Minister goes",
    "datePublished": "2024-03-02T01:00+02:00", "publisher": {"name": "The Post"},
    "author": [{"name": "Ann Doe"}, {"name": "Jan Roe"}]}]}</script>"""

DECLARED = [  # (head, field, value)
    ("", "title", PARAGRAPHS.split("\n")[0]),
    ("<title>Minister goes</title>", "title", "Minister goes"),
    (
        '<title>x</title><meta property="og:title" content="Minister goes">',
        "title",
        "Minister goes",
    ),
    (
        "<title>Minister goes | Politics | The Post</title>"
        '<meta property="og:site_name" content="The Post">',
        "title",
        "Minister goes | Politics",
    ),
    (LINKED_DATA, "title", "Minister goes"),
    ("", "date", None),  # the date in the text is not the page's
    (
        '<meta property="article:published_time" content="2024-03-02T23:59:00-05:00">',
        "date",
        date(2024, 3, 2),
    ),
    ('<meta name="pubdate" content="20240302">', "date", date(2024, 3, 2)),
    ('<meta name="date" content="03/04/2024">', "date", None),
    ('<meta property="article:modified_time" content="2024-03-02">', "date", None),
    (LINKED_DATA, "date", date(2024, 3, 2)),
    (
        '<script type="application/ld+json">{broken</script>'
        '<meta name="date" content="2024-03-02">',
        "date",
        date(2024, 3, 2),
    ),
    ("", "outlet", None),
    ('<meta property="og:site_name" content="The Post | News">', "outlet", "The Post"),
    (LINKED_DATA, "outlet", "The Post"),
    ('<link rel="canonical" href="https://www.example.org/x">', "outlet", "example.org"),
    ('<link rel="canonical" href="https://www.example.org/x">', "url", "https://www.example.org/x"),
    (
        '<link rel="canonical" href="/x"><meta property="og:url" content="https://example.org/x">',
        "url",
        "https://example.org/x",
    ),
    ("", "url", None),
    (LINKED_DATA, "author", "Ann Doe, Jan Roe"),
    ('<meta name="author" content="By Ann Doe">', "author", "Ann Doe"),
    ('<meta property="article:author" content="https://example.com/page">', "author", None),
    ("", "author", None),
]


@pytest.mark.parametrize(("head", "field", "value"), DECLARED)
def test_what_a_page_declares(head: str, field: str, value: object) -> None:
    assert getattr(_article(f"<html><head>{head}</head><body>{BODY}</body></html>"), field) == value


def test_the_text_is_that_of_the_article() -> None:
    assert _article(f"<html><body><h1>Minister goes</h1>{BODY}</body></html>").text.endswith(
        PARAGRAPHS
    )


def test_the_headline_on_the_page_counts_where_the_head_confirms_it() -> None:
    page = f"<title>Minister “goes” - The Post</title><h1>Minister 'goes'</h1>{BODY}"
    assert _article(page).title == "Minister 'goes'"


def test_a_page_trafilatura_finds_nothing_in_gives_its_plain_text() -> None:
    assert (
        _article("<title>T</title><div>Few<br>words</div><script>x</script>").text == "Few\n\nwords"
    )


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<div></div>", "<script>x</script>"])
def test_a_page_without_text(page: str) -> None:
    with pytest.raises(ReadError, match="has no text"):
        _article(page)


def test_a_compressed_page_in_its_own_encoding() -> None:
    page = f'<meta charset="windows-1251"><title>Да, нет</title>{"<p>Так сказал министр.</p>" * 9}'
    content = gzip.compress(page.encode("cp1251"))
    assert parse(Record("a.html.gz", "0", "html", content)).title == "Да, нет"


@given(st.text(alphabet="<>/pdivbr &;!-a\n=\"'", max_size=100))
def test_any_markup_is_read(text: str) -> None:
    strip_markup(text)


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<p ", "<", "<a ", "&", "<b> \n", " ", "<p><b>", "<!--", "<a x="]
)
def test_time_grows_with_length_only(piece: str) -> None:
    strip_markup(piece * (100_000 // len(piece)) + "<b>")


def _article(page: str) -> Article:
    return parse(Record("a.html", "0", "html", page.encode()))
