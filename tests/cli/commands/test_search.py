"""`onrecord search`: what each option does, what is printed, how it exits."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest

from tests.cli.conftest import Onrecord
from tests.corpus import ARTICLES

pytestmark = pytest.mark.usefixtures("library")

# The keys of issue 2, section 5, written out: programs rely on them.
KEYS = ["query", "interpreted", "warnings", "total", "took_ms", "next", "facets", "hits"]
KEYS += ["closest", "skipped"]
HIT = [
    *["id", "title", "outlet", "date", "url", "author", "language", "source", "sha256"],
    *["score", "matched_as", "snippets"],
]
SNIPPET = ["field", "text", "start", "highlights"]
WARNING = ["message", "start", "end", "suggestion"]


def answer(onrecord: Onrecord, *arguments: str) -> Any:
    return json.loads(onrecord("search", "--format", "json", *arguments).out)


def ids(onrecord: Onrecord, *arguments: str) -> str:
    return " ".join(hit["id"] for hit in answer(onrecord, *arguments)["hits"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["noon", "against"], "copy noon"),
        (['"noon against Putin"'], "copy noon"),
        (["noon -title:exile"], "copy"),
        (["--", "-title:exile", "noon"], "copy"),
        (["putin", "--sort", "newest"], "copy noon foia"),
        (["putin", "--sort", "oldest"], "foia copy noon"),
        (["putin", "--sort", "oldest", "--limit", "1"], "foia"),
        (["putin", "-n", "2", "--sort", "newest"], "copy noon"),
        (["putin", "--from", "2024-02"], "noon copy"),
        (["putin", "--to", "2024-01"], "foia"),
        (["--from", "2024-03-15", "--to", "2024-03-15"], "stano"),
        (["--from", "2024-03", "--to", "2024-03", "--lang", "de"], "wahl"),
        (["putin", "--period", "2024-02"], "noon copy"),
        (["putin", "--period", "2024-01", "--period", "2024-02-18..2024-03"], "foia"),
        (["--period", "2024-03-15..2024-03-17", "--sort", "newest"], "troops stano"),
        (["putin", "--period", "2024", "--to", "2024-01"], "foia"),
        (["putin", "--outlet", "moscow"], "noon"),
        (["--outlet", "beispiel", "--outlet", "Petit", "--sort", "newest"], "wahl cafe"),
        (["--lang", "ja"], "senkyo"),
        (["--literal", "(noon) AGAINST: Putin?"], "copy noon"),
        (["--literal", "noon OR troops"], ""),
        (["--any", "zebra", "(peace~2"], "repeat"),
        (["--all", "--sort", "newest", "putin"], "copy noon foia"),
    ],
)
def test_what_is_found(onrecord: Onrecord, arguments: list[str], expected: str) -> None:
    assert ids(onrecord, *arguments) == expected


def test_json_has_exactly_the_promised_keys(onrecord: Onrecord) -> None:
    results = answer(onrecord, "(noon", "--facets")
    assert list(results) == KEYS
    for hit in results["hits"]:
        assert list(hit) == HIT
        assert all(list(snippet) == SNIPPET for snippet in hit["snippets"])
    assert [list(warning) for warning in results["warnings"]] == [WARNING]
    assert list(results["facets"]) == ["outlet", "language", "year", "month", "day"]


def test_json_of_a_hit(onrecord: Onrecord) -> None:
    results = answer(onrecord, '"noon against Putin" author:Kozlov')
    (hit,) = results["hits"]
    noon = ARTICLES[0]
    assert results["interpreted"] == '"noon against putin" AND author:kozlov'
    assert (results["total"], results["next"], results["facets"]) == (1, None, None)
    assert (hit["id"], hit["title"], hit["url"]) == (noon.id, noon.title, noon.url)
    assert (hit["date"], hit["matched_as"], hit["source"]) == ("2024-02-17", "verbatim", "noon.txt")
    *_, text = hit["snippets"]
    ((start, end),) = text["highlights"]
    assert text["text"][start:end] == "noon against Putin"
    assert noon.text[text["start"] :].startswith(text["text"])


def test_json_lines_and_csv_hold_the_same_hits(onrecord: Onrecord) -> None:
    hits = answer(onrecord, "putin")["hits"]
    lines = onrecord("search", "putin", "--format", "jsonl").lines
    assert [json.loads(line) for line in lines] == hits
    rows = list(csv.DictReader(io.StringIO(onrecord("search", "putin", "--format", "csv").out)))
    assert list(rows[0]) == HIT
    for row, hit in zip(rows, hits, strict=True):
        for key in HIT[:-3]:
            assert row[key] == (hit[key] or "")
        assert row["snippets"] == " … ".join(snippet["text"] for snippet in hit["snippets"])


def test_text_for_reading(onrecord: Onrecord) -> None:
    ran = onrecord("search", '"noon against Putin" author:Kozlov', "--facets")
    assert ran.lines == [
        '1 article for "noon against putin" AND author:kozlov',
        "",
        "Opposition in exile calls for **noon against Putin**",
        "  themoscowtimes.com · 2024-02-17 · Pyotr Kozlov · verbatim",
        "  Pyotr **Kozlov**",
        "  … The action is called “**noon against Putin**”.",
        "  https://www.themoscowtimes.com/2024/02/17/noon-a84118",
        "  id noon",
        "",
        "outlet: themoscowtimes.com (1)",
        "language: en (1)",
        "year: 2024 (1)",
        "month: 2024-02 (1)",
        "day: 2024-02-17 (1)",
    ]


def test_nothing_found_tells_where_it_was_looked_for(onrecord: Onrecord) -> None:
    ran = onrecord("search", "zebra")
    assert ran.code == 1
    assert ran.out.startswith(
        "Nothing found for zebra in 12 articles (5 outlets, 2022-05-09 to 2024-03-17, 3 undated)."
    )


def test_the_closest_are_marked_as_such(onrecord: Onrecord) -> None:
    ran = onrecord("search", "peace", "zebra")
    assert ran.code == 1
    assert "Closest matches, which have some of it:" in ran.out
    assert "2022-05-09 · partial" in ran.out
    results = answer(onrecord, "peace", "zebra")
    assert results["total"] == 0
    assert [hit["matched_as"] for hit in results["closest"]] == ["partial"]
    assert results["hits"] == []


def test_a_warning_points_at_its_spot(onrecord: Onrecord) -> None:
    ran = onrecord("search", "noon AND (putin")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        'warning: unmatched "("',
        "  noon AND (putin",
        "           ^",
        "  try: noon AND putin",
    ]


def test_explain_shows_the_reading(onrecord: Onrecord) -> None:
    text = onrecord("search", "troops date:2024-03", "--explain")
    expected = [
        "read as: troops AND date:2024-03-01..2024-03-31",
        "troops (stem): troop, troops",
        "days: 2024-03-01 to 2024-03-31, both included",
    ]
    assert text.lines[:3] == expected
    data = onrecord("search", "troops date:2024-03", "--explain", "--format", "json")
    assert data.err.splitlines()[:3] == expected
    assert list(json.loads(data.out)) == KEYS


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_cursors_lead_through_all_pages(onrecord: Onrecord, sort: str) -> None:
    page = answer(onrecord, "*", "--limit", "5", "--sort", sort)
    walked = page["hits"]
    while page["next"]:
        page = answer(onrecord, "*", "--limit", "5", "--sort", sort, "--cursor", page["next"])
        walked += page["hits"]
    whole = ids(onrecord, "*", "--all", "--sort", sort)
    assert " ".join(hit["id"] for hit in walked) == whole
    assert len(walked) == len(ARTICLES)


def test_a_page_of_text_ends_with_the_way_to_the_next(onrecord: Onrecord) -> None:
    first = onrecord("search", "putin", "--limit", "2")
    found = re.fullmatch(r"next page: --cursor ([\w-]+)", first.lines[-1])
    assert found
    second = onrecord("search", "putin", "--limit", "2", "--cursor", found[1])
    assert second.code == 0
    assert "next page:" not in second.out


def test_all_gives_every_hit_past_any_page(onrecord: Onrecord, monkeypatch: Any) -> None:
    monkeypatch.setattr("onrecord.cli.commands.search.PAGE_SIZE", 5)
    assert len(onrecord("search", "*", "--all", "--format", "jsonl").lines) == len(ARTICLES)
    assert len(onrecord("search", "*", "--all", "--format", "csv").lines) == len(ARTICLES) + 1
    assert len(onrecord("search", "*", "--all", "--format", "json").lines) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a query, or a filter such as --outlet"),
        (["date:2024-13"], "error: there is no month 13"),
        (["noon date:2024-13"], "try: noon"),
        (["noon", "--cursor", "page2"], "error: 'page2' is not a cursor; copy `next`"),
        (["noon", "--from", "yesteryear"], "'yesteryear' is not a date; write 2024"),
        (["noon", "--period", "2024-13"], "there is no month 13"),
        (["noon", "-putin"], "onrecord search -- 'noon -putin'"),
        (["noon", "--limit", "0"], "0 is not in the range"),
        (["noon", "--sort", "date"], "'date' is not one of"),
        (["noon", "--format", "xml"], "'xml' is not one of"),
        (["noon", "--literal", "--any"], "cannot be combined"),
        (["noon", "--queries", "-"], "give a query or --queries, not both"),
        (["--queries", "none.txt"], "none.txt"),
        (["noon", "--index", "none"], "there is no index at none; make one: onrecord"),
        (["noon", "--index", "sphinx:here"], "no engine is called 'sphinx'"),
    ],
)
def test_errors_exit_2(onrecord: Onrecord, arguments: list[str], message: str) -> None:
    ran = onrecord("search", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""


def test_the_index_may_be_named_before_or_behind_the_command(
    onrecord: Onrecord, small_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_INDEX", "none")
    assert onrecord("search", "noon").code == 2
    assert onrecord("search", "noon", "--index", small_index).code == 0
    assert onrecord("--index", small_index, "search", "noon").code == 0


def test_bytes_that_are_no_text_are_no_trouble(onrecord: Onrecord) -> None:
    ran = onrecord("search", "noon\udcff", "--outlet", "\udcfe", "--format", "json")
    assert json.loads(ran.out)["query"] == "noon\ufffd"
