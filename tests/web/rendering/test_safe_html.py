"""Marks on whole characters, ellipses, spots: what becomes of a text on its way to the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from onrecord.web.rendering.safe_html import (
    expand_to_graphemes,
    highlight,
    highlight_spot,
    replace_unsafe_chars,
    safe_url,
    sanitize_output,
    snippet_html,
)

MARKED = [  # text, stretches, markup
    ("noon", [(0, 4)], "<mark>noon</mark>"),
    ("a < b", [(2, 3)], "a <mark>&lt;</mark> b"),
    ("noon & dusk", [(0, 4), (7, 11)], "<mark>noon</mark> &amp; <mark>dusk</mark>"),
    ("cafe\u0301s", [(0, 4)], "<mark>cafe\u0301</mark>s"),
    ("cafe\u0301s", [(4, 6)], "caf<mark>e\u0301s</mark>"),
    ("e\u0301\u0302\u0303!", [(0, 1)], "<mark>e\u0301\u0302\u0303</mark>!"),
    ("👩\u200d💻 x", [(0, 1)], "<mark>👩\u200d💻</mark> x"),
    ("👍🏽 x", [(0, 1)], "<mark>👍🏽</mark> x"),
    ("क्षि", [(0, 1)], "<mark>क्</mark>षि"),
    ("ｶﾞ", [(0, 1)], "<mark>ｶﾞ</mark>"),
    ("a\u0301b", [(0, 1), (1, 3)], "<mark>a\u0301b</mark>"),
    ("a\u202eb", [(2, 3)], "a\u2060<mark>b</mark>"),
    ("\u202eab", [(0, 2)], "<mark>\u2060a</mark>b"),
    ("\x00ab", [(1, 2)], "\ufffd<mark>a</mark>b"),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "stretches", "expected"), MARKED)
def test_marks(text: str, stretches: list[tuple[int, int]], expected: str) -> None:
    assert highlight(text, stretches) == expected


@given(st.text(alphabet="ae\u0301\u200d👩🏽<&\u202e ", max_size=20), st.data())
def test_marking_only_adds_marks(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    points = sorted(data.draw(st.sets(ends, max_size=6)))
    stretches = list(zip(points[::2], points[1::2], strict=False))
    bare = highlight(text, stretches).replace("<mark>", "").replace("</mark>", "")
    assert bare == highlight(text, [])
    wide = expand_to_graphemes(text, stretches)
    assert all(before[1] <= after[0] for before, after in pairwise(wide))


@pytest.mark.parametrize(
    ("text", "offset"), [("a\u200d b", 2), ("a\u0301", 0), ("a\u0301", 2), ("ab", 1)]
)
def test_between_graphemes(text: str, offset: int) -> None:
    assert expand_to_graphemes(text, [(offset, offset)]) == [(offset, offset)]


def test_ranges_that_touch_stay_apart() -> None:
    assert expand_to_graphemes("ab", [(0, 1), (1, 2)]) == [(0, 1), (1, 2)]


FRAGMENTS = [  # text, where it starts, how it is shown
    ("A whole sentence.", 0, "A whole sentence."),
    ("A whole sentence.", 7, "… A whole sentence."),
    ("He said “so.”", 0, "He said “so.”"),
    ("broken off in the", 0, "broken off in the …"),
    ("in the middle of", 9, "… in the middle of …"),
]


@pytest.mark.parametrize(("text", "start", "expected"), FRAGMENTS)
def test_ellipses(text: str, start: int, expected: str) -> None:
    assert snippet_html(text, start, ()) == expected


SPOTS = [  # query, start, end, how it is pointed out
    ("a (b", 2, 3, 'a <strong class="spot">(</strong>b'),
    ('"a', 2, 2, '"a<strong class="spot">‸</strong>'.replace('"a', "&#34;a", 1)),
    ("a", 5, 9, 'a<strong class="spot">‸</strong>'),
    ("a", -5, 1, '<strong class="spot">a</strong>'),
    ("x" * 80 + "(" + "y" * 80, 80, 81, f'{"x" * 80}<strong class="spot">(</strong>{"y" * 80}'),
    (
        "x" * 81 + "(" + "y" * 81,
        81,
        82,
        f'…{"x" * 80}<strong class="spot">(</strong>{"y" * 80}…',
    ),
    ("x" * 160, 0, 160, f'<strong class="spot">{"x" * 160}</strong>'),
    ("x" * 161, 0, 161, f'<strong class="spot">{"x" * 160}</strong>'),
    ("x" * 500 + "(", 500, 501, "…" + "x" * 80 + '<strong class="spot">(</strong>'),
]


@pytest.mark.parametrize(("query", "start", "end", "expected"), SPOTS)
def test_spots(query: str, start: int, end: int, expected: str) -> None:
    assert highlight_spot(query, start, end) == expected


CLEAN = [
    ("plain", "plain"),
    ("a\x00b", "a\ufffdb"),
    ("a\x0bb\x85c", "a b c"),
    ("line\nand\ttab", "line\nand\ttab"),
    ("\u202eabc\u202c", "\u2060abc\u2060"),
    ("\u2066abc\u2069", "\u2060abc\u2060"),
    ("a\r\nb", "a \nb"),
    ("\u200fשלום\u200e", "\u200fשלום\u200e"),
    ("\ud800", "\ufffd"),
]


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_clean(text: str, expected: str) -> None:
    assert replace_unsafe_chars(text) == expected


@given(st.text())
def test_clean_keeps_every_offset(text: str) -> None:
    assert len(replace_unsafe_chars(text)) == len(text)


URLS = [  # a URL, whether it is safe to link to
    ("https://example.org/a?b=c#d", True),
    ("HTTP://EXAMPLE.ORG", True),
    ("javascript:alert(1)", False),
    ("ftp://example.org/", False),
    ("https://", False),
    ("//example.org/", False),
    ("https://[broken", False),
    ("https://example.org/a b", False),
    ("https://example.org/\x00", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("url", "is_safe"), URLS)
def test_safe_urls(url: str | None, is_safe: bool) -> None:
    assert safe_url(url) == (url if is_safe else None)


def test_what_a_template_prints_is_sanitized() -> None:
    assert sanitize_output("a\x00") == "a\ufffd"
    assert sanitize_output(Markup("<b>\x00")) == "<b>\x00"
    assert sanitize_output(5) == 5
