"""Quote reports as text, JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from onrecord.cli.output.quote_formats import COLUMNS, FORMATS, as_csv, as_text
from tests.cli.conftest import Terminal

ARTICLE = {
    "id": "noon",
    "title": "At\nnoon",
    "outlet": "Review",
    "date": "2024-03-15",
    "url": "https://review.example/a",
    "author": "Ann",
    "source": "a.txt",
}
SAME = {"kind": "same", "found": "was", "claimed": "was", "affects": []}
NUMBER = {"kind": "substituted", "found": "50 ", "claimed": " 90", "affects": ["number", "name"]}
PASSAGE = {
    "verdict": "verbatim",
    "article": ARTICLE,
    "field": "text",
    "start": 10,
    "end": 19,
    "text": "noon\nwas",
    "comparison": [SAME],
    "lead": "They said ",
    "rest": " it.",
    "quoted": False,
    "attribution": None,
    "truncated": None,
}
SEARCHED = {
    "articles": 1_200,
    "outlets": 1,
    "first_day": "2022-05-09",
    "last_day": "2024-03-17",
    "undated": 1_003,
}
UNDATED = SEARCHED | {"first_day": None, "undated": 0}
ANSWER = {
    "id": "a",
    "quotation": "noon was",
    "verdict": "verbatim",
    "exact_characters": True,
    "total": 1,
    "passages": [PASSAGE],
    "nearest": [],
    "longest_run": None,
    "searched": SEARCHED,
}
NOT_FOUND = ANSWER | {"verdict": "not_found", "passages": [], "total": 0}
ERROR = {"id": "e", "quotation": "…", "error": "no word"}


def text(**changes: Any) -> list[str]:
    return "\n".join(as_text([ANSWER | changes])).splitlines()


def test_a_quotation_as_text() -> None:
    assert text() == [
        "verbatim: noon was",
        "  1 passage, character for character",
        "",
        "  At noon",
        "    Review · 2024-03-15 · Ann · verbatim",
        "    They said **noon was** it.",
        "    https://review.example/a",
        "    id noon, text 10–19",
    ]


PASSAGES: list[tuple[dict[str, Any], list[str], list[str]]] = [  # changes, lines then there, gone
    ({"verdict": "not_found"}, ["    Review · 2024-03-15 · Ann"], []),
    (
        {"article": ARTICLE | {"outlet": None, "date": None, "author": None, "url": None}},
        ["    undated · verbatim", "    a.txt"],
        ["    https://review.example/a"],
    ),
    (
        {"comparison": [SAME, NUMBER]},
        ["    compared: was [-50-] {+90+} (substituted: number, name)"],
        [],
    ),
    ({"quoted": True}, ["    quoted in the article"], []),
    ({"quoted": True, "attribution": "said\nAnn"}, ["    quoted in the article: said Ann"], []),
    (
        {"truncated": {"before": "If\nso,", "after": "he said."}},
        ["    truncated; the sentence also says: If so, … he said."],
        [],
    ),
    (
        {"truncated": {"before": "", "after": "he said."}},
        ["    truncated; the sentence also says: he said."],
        [],
    ),
]


@pytest.mark.parametrize(("changes", "there", "gone"), PASSAGES)
def test_passages(changes: dict[str, Any], there: list[str], gone: list[str]) -> None:
    plain, lines = text(), text(passages=[PASSAGE | changes])
    assert [line for line in lines if line not in plain] == there
    assert set(gone) <= set(plain) - set(lines)


SEGMENTS = [  # kind, in the article, in the quotation, what it affects, shown
    ("omitted", "not", "…", [], "<omitted: not>"),
    ("omitted", "", "…", [], "<omitted>"),
    ("interrupted", "he said", "", [], "<interrupted: he said>"),
    ("gap", " A\nlong one ", "", [], "<gap: A long one>"),
    ("bracketed", "he", "[Putin]", [], "<[Putin] for he>"),
    ("bracketed", "", "[sic]", [], "<[sic]>"),
    ("deleted", "not", "", ["negation"], "[-not-] (deleted: negation)"),
    ("inserted", "", "not", ["negation"], "{+not+} (inserted: negation)"),
    ("substituted", "big", "large", [], "[-big-] {+large+}"),
]


@pytest.mark.parametrize(("kind", "found", "claimed", "affects", "shown"), SEGMENTS)
def test_segments(kind: str, found: str, claimed: str, affects: list[str], shown: str) -> None:
    segment = {"kind": kind, "found": found, "claimed": claimed, "affects": affects}
    lines = text(passages=[PASSAGE | {"comparison": [SAME, segment]}])
    assert f"    compared: was {shown}" in lines


HEADLINES = [
    ({"exact_characters": False}, ["verbatim: noon was", "  1 passage", ""]),
    ({"total": 2_000}, ["verbatim: noon was", "  2,000 passages, character for character", ""]),
    (
        NOT_FOUND,
        [
            "not found: noon was",
            "  not in 1,200 articles (1 outlet, 2022-05-09 to 2024-03-17, 1,003 undated)",
        ],
    ),
    (
        NOT_FOUND | {"searched": UNDATED},
        ["not found: noon was", "  not in 1,200 articles (1 outlet)"],
    ),
    (
        NOT_FOUND
        | {"longest_run": {"text": "noon", "words": 1, "articles": 2}, "searched": UNDATED},
        [
            "not found: noon was",
            "  not in 1,200 articles (1 outlet)",
            "  longest matching phrase: “noon”, 1 word, in 2 articles",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "lines"), HEADLINES)
def test_headlines(changes: dict[str, Any], lines: list[str]) -> None:
    shown = text(**changes)
    assert shown[: len(lines)] == lines
    assert len(shown) == len(lines) + (5 if (ANSWER | changes)["passages"] else 0)


def test_the_nearest_passages_are_not_matches() -> None:
    lines = text(**NOT_FOUND | {"nearest": [PASSAGE | {"verdict": "not_found"}]})
    assert lines[2:5] == ["  nearest passages, which do not match:", "", "  At noon"]


@pytest.mark.parametrize(
    ("passages", "last"),
    [
        (10, "    id noon, text 10–19"),
        (11, "  and 1 more passage: use --format json"),
        (12, "  and 2 more passages: use --format json"),
    ],
)
def test_the_first_ten_passages(passages: int, last: str) -> None:
    lines = text(passages=[PASSAGE] * passages)
    assert (lines.count("  At noon"), [line for line in lines if line][-1]) == (10, last)


@pytest.mark.parametrize(
    ("quotation", "shown"),
    [
        ("a\n b", "a b"),
        ("word " * 39 + "words", "word " * 39 + "words"),
        ("word " * 39 + "wordss", "word " * 39 + "…"),
        ("word " * 50, "word " * 40 + "…"),
    ],
)
def test_a_headline_has_up_to_200_characters(quotation: str, shown: str) -> None:
    assert text(quotation=quotation)[0] == f"verbatim: {shown}"


def test_an_error_is_told_and_the_rest_go_on() -> None:
    lines = "\n".join(as_text([ERROR, ANSWER])).splitlines()
    assert lines[:4] == ["error: no word", "  …", "", "verbatim: noon was"]


@pytest.mark.parametrize(
    ("verdict", "color"),
    [("verbatim", 32), ("abridged", 32), ("altered", 31), ("spliced", 31), ("not_found", 31)],
)
def test_colors_on_a_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, verdict: str, color: int
) -> None:
    passage = PASSAGE | {"comparison": [NUMBER, SAME | {"kind": "gap"}]}
    changes = {"verdict": verdict, "passages": [passage]}
    shown = "\n".join(text(**changes))
    assert shown.startswith(f"\x1b[{color}m\x1b[1m{verdict.replace('_', ' ')}\x1b[0m: noon was")
    assert "They said \x1b[1mnoon was\x1b[0m it." in shown
    assert "\x1b[31m[-50-]\x1b[0m \x1b[32m{+90+}\x1b[0m (sub" in shown
    assert "\x1b[36m<gap: was>\x1b[0m" in shown
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "\n".join(text(**changes))
    assert terminal() == ""


@pytest.mark.parametrize("answers", [[], [ANSWER], [ANSWER, ERROR]])
def test_json(answers: list[dict[str, Any]]) -> None:
    assert json.loads("\n".join(FORMATS["json"](answers))) == answers
    assert [json.loads(line) for line in FORMATS["jsonl"](answers)] == answers


def rows(*answers: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join(as_csv(answers)))))


def test_csv() -> None:
    changed = PASSAGE | {
        "verdict": "altered",
        "comparison": [NUMBER, SAME, NUMBER | {"affects": ["name", "date"]}],
        "truncated": {"before": "If", "after": "so"},
        "exact_characters": False,
    }
    first, second, missing, error = rows(
        ANSWER | {"total": 2, "passages": [PASSAGE, changed]}, NOT_FOUND, ERROR
    )
    assert tuple(first) == COLUMNS
    assert (first["id"], first["article"], first["total"]) == ("a", "noon", "2")
    assert (first["verdict"], first["differences"], first["affects"]) == ("verbatim", "", "")
    assert (first["title"], first["text"]) == ("At\nnoon", "noon\nwas")
    assert (first["outlet"], first["start"], first["left_out_of_sentence"]) == ("Review", "10", "")
    assert second["verdict"] == "altered"
    assert second["differences"].startswith("[-50-] {+90+} (substituted: number, name) was [-")
    assert (second["affects"], second["left_out_of_sentence"]) == ("number name date", "If … so")
    assert (missing["verdict"], missing["total"], missing["article"]) == ("not_found", "0", "")
    assert (error["id"], error["error"], error["verdict"]) == ("e", "no word", "")
