"""What a page declares in meta tags, JSON-LD, links and headlines."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.index.readers.html.metadata import extract_metadata
from onrecord.index.readers.html.tree import tree

DAY = date(2024, 3, 2)


def _data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


NESTED = '{"@graph": [' * 50 + '{"@type": "NewsArticle", "headline": "A"}' + "]}" * 50
NEAR = "[" + "1," * 9_990 + '{"@type": "Article", "headline": "A"}]'
FAR = "[" + "1," * 10_010 + '{"@type": "Article", "headline": "A"}]'
DECLARED = [  # (page, field, value)
    # titles: og:title, then JSON-LD, then the title tag; without the site
    ("<title>A</title>" + _data('{"@type": "Article", "headline": "B"}'), "title", "B"),
    (_meta("og:title", "C") + _data('{"@type": "Article", "headline": "B"}'), "title", "C"),
    ("<title>A vote | The Post</title>" + _meta("og:site_name", "The Post"), "title", "A vote"),
    ("<title>A vote - Post</title>" + _meta("og:site_name", "The Post"), "title", "A vote"),
    (
        "<title>A vote | The Post Online</title>" + _meta("og:site_name", "The Post"),
        "title",
        "A vote",
    ),
    ("<title>A vote | Other</title>" + _meta("og:site_name", "Post"), "title", "A vote | Other"),
    ("<title>The Post</title>" + _meta("og:site_name", "The Post"), "title", "The Post"),
    ("<title>A vote | The Post</title>", "title", "A vote | The Post"),
    # the headline in the body, where the head confirms at least half of it
    ("<title>Ab cd</title><h1>ab</h1>", "title", "ab"),
    ("<title>Ab cde</title><h1>ab</h1>", "title", "Ab cde"),
    ("<title>A vote today</title><h1>Other</h1><h2>A vote</h2>", "title", "A vote"),
    ("<title>A vote</title><h1>vote</h1><h1>A vote</h1>", "title", "A vote"),
    ("<title>A vote</title><h3>a vote</h3>", "title", "A vote"),
    ("<h1>Alone</h1><p>x", "title", "Alone"),
    ("<h1>One</h1><h1>Two</h1>", "title", None),
    ("<h2>Alone</h2><p>x", "title", None),
    # JSON-LD: the first article of a page, however it is nested
    (_data('[{"@type": "Person"}, {"@type": "Article", "headline": "A"}]'), "title", "A"),
    (_data('{"mainEntity": {"@type": "BlogPosting", "headline": "A"}}'), "title", "A"),
    (_data('{"@type": ["Thing", "ReportageNewsArticle"], "headline": "A"}'), "title", "A"),
    (_data('{"@type": "ArticleList", "headline": "A"}'), "title", None),
    (
        _data('{"@type": "Article", "headline": "A"}')
        + _data('{"@type": "Article", "headline": "B"}'),
        "title",
        "A",
    ),
    (_data("{broken") + _data('{"@type": "Article", "headline": "B"}'), "title", "B"),
    (_data(NESTED), "title", "A"),
    (_data(NEAR), "title", "A"),
    (_data(FAR), "title", None),
    ('<script>{"@type": "Article", "headline": "A"}</script>x', "title", None),
    # dates
    (_data('{"@type": "Article", "datePublished": "2024-03-02T00:00Z"}'), "date", DAY),
    (_meta("Date", "2024-03-02"), "date", DAY),
    (_meta("date", "soon") + _meta("dc.date", "2 March 2024"), "date", DAY),
    (_meta("date", "2024-03-02") + _meta("pubdate", "2024-03-01"), "date", date(2024, 3, 1)),
    ('<time itemprop="datePublished" datetime="2024-03-02">x</time>', "date", DAY),
    ('<time pubdate datetime="2024-03-02">x</time>', "date", DAY),
    ('<time datetime="2024-03-02">x</time>', "date", None),
    ('<span itemprop="datePublished" content="2024-03-02">x</span>', "date", DAY),
    # outlets and authors
    (_meta("og:site_name", "A | B") + _data('{"@type": "Article"}'), "outlet", "A"),
    (_data('{"@type": "Article", "publisher": "P"}'), "outlet", "P"),
    (_data('{"@type": "Article", "author": ["A", {"name": "B"}, "A", null]}'), "author", "A, B"),
    (_data('{"@type": "Article", "author": {"name": "A"}}') + _meta("author", "B"), "author", "A"),
    (_meta("byl", "by Ann Doe"), "author", "Ann Doe"),
    (_meta("author", "https://example.org/a") + _meta("byl", "Ann Doe"), "author", "Ann Doe"),
    # the first of a name counts, if it says something
    (_meta("author", "") + _meta("author", "B") + _meta("author", "C"), "author", "B"),
    # URLs
    ('<link rel="canonical" href="https://a.org/x">', "url", "https://a.org/x"),
    ('<link rel="alternate" href="https://a.org/x">', "url", None),
    (_meta("og:url", "https://b.org") + '<link rel="canonical" href="/x">', "url", "https://b.org"),
]


@pytest.mark.parametrize(("page", "field", "value"), DECLARED)
def test_what_a_page_declares(page: str, field: str, value: object) -> None:
    assert extract_metadata(tree(page))[field] == value
