"""HTML to plain text: tags and entities go, paragraphs and what looks like a tag stay."""

from __future__ import annotations

import pytest

from onrecord.index.readers.html.tree import strip_markup, tree, visible_text

STRIPPED = [  # (text, plain text)
    ("a < b > c", "a < b > c"),
    ("the symbol <XII> rose", "the symbol <XII> rose"),
    ("a <b>bold</b> word", "a bold word"),
    ("<p>one</p><p>two</p>", "one\n\ntwo"),
    ("one<br>two<br/>three", "one\ntwo\nthree"),
    ("<b>one\ntwo</b>\nthree", "one\ntwo\nthree"),  # line breaks count without block tags
    ("<p>one\ntwo</p>", "one two"),
    ("<div>a<!-- hidden -->b</div>", "ab"),
    ("<!-- hidden -->a", "a"),
    ("<p>a <script>x()</script>b</p>", "a b"),
    ("<p>a</p><style>p {}</style><p>b</p>", "a\n\nb"),
    ("<ul><li>a<li>b</ul>c", "a\n\nb\n\nc"),
    ("a <b>word</b> <a hre", "a word"),
    ('a <b>word</b> and <a href="x', "a word and"),  # a tag that was cut off
    ("a <b>word</b></di", "a word"),
    ("A &amp; B &lt;c&gt; &#39;d&#x27; &nope; & e", "A & B <c> 'd' &nope; & e"),
    ("AT&T &copy", "AT&T &copy"),
    ("<p></p>", ""),
    ("<p>a\xa0b  c</p>", "a\xa0b c"),
]


@pytest.mark.parametrize(("text", "plain"), STRIPPED)
def test_strip_markup(text: str, plain: str) -> None:
    assert strip_markup(text) == plain


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<?xml version='1.0' encoding='x'?><p>a</p>", "a"),
        ("<html><head><title>t</title></head><body>a<p>b</p>c</body></html>", "a\n\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<p>a</p>\n\n\n<p> b </p>", "a\n\nb"),
        ("<div>" * 300 + "deep" + "</div>" * 300, "deep"),
        ("a<noscript>x</noscript>b", "ab"),
    ],
)
def test_visible_text(page: str, text: str) -> None:
    root = tree(page)
    assert root is not None
    assert visible_text(root) == text


@pytest.mark.parametrize("page", ["", " ", "<!-- x -->"])
def test_an_empty_page_has_no_tree(page: str) -> None:
    assert tree(page) is None
