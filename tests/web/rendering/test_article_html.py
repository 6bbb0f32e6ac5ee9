"""Articles as HTML: paragraphs, numbered marks, and the passage a link points to."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from onrecord.search.plan.matcher import Mark, Match
from onrecord.search.plan.plan_nodes import MatchType, Span
from onrecord.web.rendering.article_html import ArticleHtml, render_article
from tests.corpus import article

NUMBERED = re.compile(r'<mark id="(m\d+)">(.*?)</mark><span class="hops">(.*?)</span>', re.DOTALL)


def render(
    text: str,
    marks: Sequence[tuple[str, int, int]] = (),
    selection: tuple[int, int] | None = None,
    title: str = "T",
) -> ArticleHtml:
    span = Span("text", ())
    found = tuple(Mark(*mark, span, MatchType.VERBATIM) for mark in marks)
    match = Match(MatchType.VERBATIM, found) if marks else None
    return render_article(article("a", title, text, author="Ann Day"), match, selection)


def short(html: str) -> str:
    """Marks as [1:word], passages as {words}, the links beside marks left out."""
    html = re.sub(r'<span class="hops">.*?</span>', "", html)
    html = re.sub(r'<mark class="passage"[^>]*>((?:<mark.*?</mark>|[^<])*)</mark>', r"{\1}", html)
    return re.sub(r'<mark(?: id="m(\d+)")?>(.*?)</mark>', r"[\1:\2]", html, flags=re.DOTALL)


PARAGRAPHS = [  # text, the offsets of its paragraphs
    ("", []),
    ("a", [0]),
    ("a\nb", [0]),
    ("a\n\nb", [0, 3]),
    ("\n\n a\n \n\n b\n", [3, 9]),
    (" ", []),
    ("x" * 20_000, [0]),
    ("x" * 20_001, [0, 20_000]),
    ("x " * 10_001, [0, 20_000]),
    (f"{'x' * 19_999} {'y' * 9}", [0, 20_000]),
    (f"{'x' * 20_000} {'y' * 9}", [0, 20_000]),
    (f"x {'y' * 39_999}", [0, 2, 20_002]),
]


@pytest.mark.parametrize(("text", "starts"), PARAGRAPHS)
def test_paragraphs(text: str, starts: list[int]) -> None:
    html = render(text)
    assert [paragraph.start for paragraph in html.paragraphs] == starts
    shown = "".join(paragraph.html for paragraph in html.paragraphs)
    assert "".join(shown.split()) == "".join(text.split())


MARKS = [  # marks, title, byline, text
    ([], "T", "Ann Day", "one two.|three"),
    ([("text", 4, 7)], "T", "Ann Day", "one [1:two].|three"),
    ([("text", 4, 7), ("title", 0, 1)], "[1:T]", "Ann Day", "one [2:two].|three"),
    (
        [("title", 0, 1), ("author", 0, 3), ("text", 0, 3)],
        "[1:T]",
        "[2:Ann] Day",
        "[3:one] two.|three",
    ),
    ([("text", 4, 15)], "T", "Ann Day", "one [1:two.]|[:three]"),
    ([("text", 0, 3), ("text", 10, 15)], "T", "Ann Day", "[1:one] two.|[2:three]"),
]


@pytest.mark.parametrize(("marks", "title", "author", "text"), MARKS)
def test_marks_are_numbered_from_title_to_text(
    marks: list[tuple[str, int, int]], title: str, author: str, text: str
) -> None:
    html = render("one two.\n\nthree", marks)
    assert (short(html.title), short(html.author)) == (title, author)
    assert "|".join(short(paragraph.html) for paragraph in html.paragraphs) == text
    assert html.matches == html.linked == len(marks)


def test_marks_link_to_their_neighbours() -> None:
    html = render("a b c", [("text", 0, 1), ("text", 2, 3), ("text", 4, 5)])
    links = {
        m: re.findall(r'#(m\d)" aria-label="(\w+)', s)
        for m, _, s in NUMBERED.findall(html.paragraphs[0].html)
    }
    assert links == {
        "m1": [("m2", "next")],
        "m2": [("m1", "previous"), ("m3", "next")],
        "m3": [("m2", "previous")],
    }


@pytest.mark.parametrize(("count", "linked"), [(2_000, 2_000), (2_001, 2_000)])
def test_the_first_2_000_marks_have_links(count: int, linked: int) -> None:
    html = render("a " * count, [("text", 2 * n, 2 * n + 1) for n in range(count)])
    assert (html.matches, html.linked) == (count, linked)
    text = "".join(paragraph.html for paragraph in html.paragraphs)
    assert text.count("<mark") == count
    assert len(NUMBERED.findall(text)) == linked
    assert f'href="#m{linked}"' in text
    assert f'href="#m{linked + 1}"' not in text


SELECTIONS = [  # selection, marks, the text; the one before and the one behind are not touched
    ((4, 7), [], "one {two}.|three"),
    ((0, 8), [], "{one two.}|three"),
    ((10, 15), [], "one two.|{three}"),
    ((4, 15), [], "one {two.}|{three}"),
    ((8, 10), [], "one two.|three"),
    ((4, 7), [("text", 4, 7)], "one {[1:two]}.|three"),
    ((4, 7), [("text", 0, 7)], "[1:one ]{[:two]}.|three"),
    ((0, 3), [("text", 4, 7)], "{one} [1:two].|three"),
]


@pytest.mark.parametrize(("selection", "marks", "text"), SELECTIONS)
def test_the_selection_is_marked_around_matches(
    selection: tuple[int, int], marks: list[tuple[str, int, int]], text: str
) -> None:
    html = render("one two.\n\nthree", marks, selection)
    shown = "|".join(paragraph.html for paragraph in html.paragraphs)
    assert "|".join(map(short, shown.split("|"))) == text
    assert shown.count('id="passage"') == ("{" in text)
