"""Hits as the pages show them: what is marked where, and where links lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from onrecord.search.plan.plan_nodes import MatchType
from onrecord.search.results.models import Hit, Snippet
from onrecord.web.pages.search_hits import MATCH_TYPE_TEXTS, hit_view
from onrecord.web.urls.search_params import SearchParams
from tests.web.conftest import client_of, engine_of


@pytest.fixture(scope="module", autouse=True)
def _request() -> Iterator[None]:
    with client_of(engine_of([])).application.test_request_context():
        yield


URL = "https://example.org/a"
HIT = Hit(
    id="a",
    title="Noon & dusk",
    outlet="A",
    date=date(2024, 2, 17),
    url=URL,
    author="Ann Day",
    language="en",
    source="a.txt",
    sha256="0" * 64,
    score=1.0,
    matched_as="verbatim",
    snippets=(),
)
TITLE = Snippet("title", "Noon & dusk", 0, ((0, 4),))
AUTHOR = Snippet("author", "Ann Day", 0, ((0, 3),))
TEXT = Snippet("text", "At noon they met.", 0, ((3, 7),))
PART = Snippet("title", "dusk", 7, ((0, 4),))
UNMARKED = Snippet("text", "At noon they met.", 0, ())

VIEWS = [  # snippets, title, byline, snippets below
    ((), "Noon &amp; dusk", "Ann Day", ()),
    ((TITLE,), "<mark>Noon</mark> &amp; dusk", "Ann Day", ()),
    (
        (AUTHOR, TEXT),
        "Noon &amp; dusk",
        "<mark>Ann</mark> Day",
        ("At <mark>noon</mark> they met.",),
    ),
    ((PART,), "Noon &amp; dusk", "Ann Day", ("… <mark>dusk</mark> …",)),
    ((UNMARKED,), "Noon &amp; dusk", "Ann Day", ("At noon they met.",)),
]


@pytest.mark.parametrize(("snippets", "title", "author", "below"), VIEWS)
def test_title_and_byline_are_marked_in_place(
    snippets: tuple[Snippet, ...], title: str, author: str, below: tuple[str, ...]
) -> None:
    view = hit_view(replace(HIT, snippets=snippets), SearchParams())
    assert (view.title, view.author, view.snippets) == (title, author, below)


SOURCES = [  # snippets, the words at the source
    ((), ""),
    ((UNMARKED,), ""),
    ((TITLE,), "#:~:text=Noon,-%26"),
    ((TITLE, TEXT), "#:~:text=noon,-they"),
    ((UNMARKED, AUTHOR), "#:~:text=Ann"),
]


@pytest.mark.parametrize(("snippets", "fragment"), SOURCES)
def test_the_source_opens_at_the_text_before_title_and_byline(
    snippets: tuple[Snippet, ...], fragment: str
) -> None:
    view = hit_view(replace(HIT, snippets=snippets), SearchParams())
    assert view.source_href == URL + fragment
    assert view.archive_href == f"https://web.archive.org/web/20240217/{URL}"


@pytest.mark.parametrize("match_type", MatchType)
def test_every_match_type_is_put_into_words(match_type: MatchType) -> None:
    hit = replace(HIT, snippets=(TEXT,), matched_as=match_type.label)
    assert hit_view(hit, SearchParams()).match_type == MATCH_TYPE_TEXTS[match_type.label]


def test_without_marks_there_is_no_match_to_jump_to() -> None:
    marked = hit_view(replace(HIT, snippets=(TEXT,)), SearchParams(q="noon"))
    assert (marked.match_type, marked.href) == ("word for word", "/article/a?q=noon#m1")
    unmarked = hit_view(replace(HIT, snippets=(UNMARKED,)), SearchParams(outlets=("A",)))
    assert (unmarked.match_type, unmarked.href) == ("", "/article/a?outlet=A")
