"""Hits, headlines and warnings as text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from onrecord.cli.output.search_formats import as_json, as_text, format_hit, print_warnings
from onrecord.search.engines.registry import open_engine
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.results.models import FacetCount, Hit, SearchResults, Snippet
from tests.cli.conftest import Terminal
from tests.corpus import article, fill

TITLE = Snippet("title", "At noon", 0, ((3, 7),))
HIT = Hit(
    id="a",
    title="At noon",
    outlet="Review",
    date=date(2024, 3, 15),
    url="https://review.example/a",
    author="Ann",
    language="en",
    source="a.txt",
    sha256="0",
    score=1.0,
    matched_as="exact",
    snippets=(TITLE, Snippet("text", "It was\nnoon.", 9, ((7, 11),))),
)
RESULTS = SearchResults("noon", "noon", (), 1, 1.0, None, None, (HIT,))
HIT_JSON = json.loads(json.dumps(HIT.to_dict()))
FACTS = "  Review · 2024-03-15 · Ann · exact"

HITS = [
    (HIT, ["At **noon**", FACTS, "  … It was **noon**.", "  https://review.example/a", "  id a\n"]),
    (
        replace(HIT, outlet=None, date=None, author=None, url=None, snippets=()),
        ["At noon", "  undated · exact", "  a.txt", "  id a\n"],
    ),
    (
        replace(HIT, title="At noon they met", snippets=(TITLE, Snippet("text", "Noon.", 0, ()))),
        ["At noon they met", FACTS, "  Noon.", "  https://review.example/a", "  id a\n"],
    ),
]


@pytest.mark.parametrize(("hit", "lines"), HITS, ids=["whole", "bare", "long title"])
def test_hits(hit: Hit, lines: list[str]) -> None:
    assert list(format_hit(hit)) == lines


def text(*pages: SearchResults) -> list[str]:
    return list(as_text(pages[0], iter(pages[1:]), open_engine("memory:")))


def test_pages_follow_each_other() -> None:
    facets = {"outlet": (FacetCount("Review", 1_000), FacetCount("Post", 1)), "year": ()}
    lines = text(replace(RESULTS, total=2, facets=facets), replace(RESULTS, next="abc"))
    assert lines[0] == "2 articles for noon\n"
    assert lines.count("  id a\n") == 2
    assert lines[-2:] == ["outlet: Review (1,000), Post (1)", "next page: --cursor abc"]


@pytest.mark.parametrize(("count", "shown"), [(20, 20), (21, 20)])
def test_at_most_20_values_of_a_facet(count: int, shown: int) -> None:
    facets = {"outlet": tuple(FacetCount(f"Review {n}", 1) for n in range(count))}
    assert text(replace(RESULTS, facets=facets))[-1].count("Review") == shown


def test_json_is_an_object_per_page_and_readable() -> None:
    page = replace(RESULTS, query="Göteborg")
    lines = list(as_json(page, iter([page]), open_engine("memory:")))
    assert [json.loads(line) for line in lines] == [page.to_dict() | {"hits": [HIT_JSON]}] * 2
    assert '"query": "Göteborg"' in lines[0]


def test_nothing_found() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "A", "One.", outlet="Review", date=date(2024, 3, 15))])
    nothing = replace(RESULTS, total=0, hits=())
    (line,) = as_text(nothing, iter([]), engine)
    assert line == "Nothing found for noon in 1 article (1 outlet, 2024-03-15 to 2024-03-15)."
    fill(engine, [article("b", "B", "Two.")])
    (line,) = as_text(replace(nothing, interpreted=""), iter([]), engine)
    assert line == (
        "Nothing found for this in 2 articles (1 outlet, 2024-03-15 to 2024-03-15, 1 undated)."
    )
    lines = list(as_text(replace(nothing, closest=(HIT,)), iter([]), engine))
    assert lines[0].endswith("\nClosest matches, which have some of it:\n")
    assert lines[1:] == list(format_hit(HIT))


QUERY = "noon (putin"
WARNING = QueryWarning("no end", 5, 6, "noon putin")
WARNINGS = [
    (WARNING, 12, "warning: no end\n  noon (putin\n       ^\n  try: noon putin\n"),
    (WARNING, 11, "warning: no end\n"),  # would not fit a line
    (replace(WARNING, end=11), 80, "  noon (putin\n       ^^^^^^\n"),
    (replace(WARNING, end=5), 80, "  noon (putin\n       ^\n"),
    (replace(WARNING, suggestion=None), 80, "warning: no end\n"),
]


@pytest.mark.parametrize(("warning", "columns", "expected"), WARNINGS, ids=lambda v: str(v)[:9])
def test_warnings_point_at_what_they_are_about(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    warning: QueryWarning,
    columns: int,
    expected: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "24")
    print_warnings(replace(RESULTS, query=QUERY, warnings=(warning,)))
    out, err = capsys.readouterr()
    assert out == ""
    assert err == expected if expected.startswith("warning") else expected in err


def test_warnings_are_yellow_on_a_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = replace(RESULTS, warnings=(replace(WARNING, suggestion=None),))
    print_warnings(results)
    assert terminal() == "\x1b[33mwarning: \x1b[0mno end\n"
    monkeypatch.setenv("NO_COLOR", "1")
    print_warnings(results)
    assert terminal() == "warning: no end\n"
