"""`onrecord quote`: verdicts, formats, files of claims, and going on where a run was stopped."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli.output.quote_formats import COLUMNS
from onrecord.search.quote_check.batch import MIN_PARALLEL as FEW
from onrecord.search.quote_check.models import JSON_KEYS
from tests.cli.conftest import Onrecord, Ran

pytestmark = pytest.mark.usefixtures("library")

CLAIMS = "a\tnoon against Putin\nb\tsupport for Putin is below 90%\nc\tthe cat sat on a mat here\n"


def answers(ran: Ran) -> list[Any]:
    return [json.loads(line) for line in ran.lines]


@pytest.mark.parametrize(
    ("claim", "code", "begins"),
    [
        (
            "noon against Putin",
            0,
            "verbatim: noon against Putin\n  4 passages, character",
        ),
        ("The decision on … the elections", 0, "abridged: The decision on … the elections"),
        ("support for Putin is below 90%", 1, "altered: support for Putin is below 90%"),
        ("it rained cats and dogs", 1, "not found: it rained cats and dogs\n  not in 12 articles"),
    ],
)
def test_the_exit_code_tells_whether_it_was_said(
    onrecord: Onrecord, claim: str, code: int, begins: str
) -> None:
    ran = onrecord("quote", claim)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith(begins)


def test_text_shows_every_difference_in_its_sentence(onrecord: Onrecord) -> None:
    out = onrecord("quote", "support for Putin is below 90%").out
    assert "They said **support for Putin is below 50**%." in out
    assert "below [-50-] {+90%+} (substituted: percentage)" in out
    assert "id noon, text 10–39" in out


@pytest.mark.parametrize("arguments", [["quote", "-"], ["quote", "-", "--format", "json"]])
def test_a_quotation_from_standard_input(onrecord: Onrecord, arguments: list[str]) -> None:
    ran = onrecord(*arguments, stdin="do the\nright thing")
    assert (ran.code, "verbatim" in ran.out) == (0, True)


def test_json_has_the_keys_it_promises(onrecord: Onrecord) -> None:
    (one,) = answers(onrecord("quote", "noon against Putin", "--format", "json"))
    assert tuple(one) == JSON_KEYS
    assert one["total"] == 4
    (listed,) = answers(onrecord("quote", "--file", "-", "--format", "jsonl", stdin="a\tnoon"))
    assert list(listed) == ["id", *JSON_KEYS]


def test_a_file_of_claims_keeps_its_ids(onrecord: Onrecord) -> None:
    ran = onrecord("quote", "--file", "-", "--format", "jsonl", stdin=CLAIMS)
    assert [(one["id"], one["verdict"]) for one in answers(ran)] == [
        ("a", "verbatim"),
        ("b", "altered"),
        ("c", "not_found"),
    ]
    assert ran.code == 1


def test_a_list_as_one_json_value(onrecord: Onrecord) -> None:
    ran = onrecord("quote", "--file", "-", "--format", "json", stdin=CLAIMS)
    assert [one["id"] for one in json.loads(ran.out)] == ["a", "b", "c"]
    assert json.loads(onrecord("quote", "--file", "-", "--format", "json").out) == []


def test_csv_has_a_row_a_passage(onrecord: Onrecord) -> None:
    ran = onrecord("quote", "--file", "-", "--format", "csv", stdin=CLAIMS)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == ["a", "a", "a", "a", "b", "c"]
    assert (rows[4]["verdict"], rows[4]["affects"], rows[4]["article"]) == (
        "altered",
        "percentage",
        "noon",
    )
    assert (rows[5]["verdict"], rows[5]["article"]) == ("not_found", "")


def test_html_is_one_page_that_needs_nothing_else(onrecord: Onrecord) -> None:
    hostile = 'x\t<script>alert("noon against Putin")</script>\n'
    out = onrecord("quote", "--file", "-", "--format", "html", stdin=CLAIMS + hostile).out
    assert out.lstrip().startswith("<!doctype html>")
    assert "4 quotations checked" in out
    assert "<script" not in out
    assert "<link" not in out
    assert "<del title=" in out


def test_a_bad_row_is_told_and_the_rest_go_on(onrecord: Onrecord) -> None:
    lines = '{"id": "x"}\n{"id": "y", "quotation": "…"}\n{"id": "z", "quotation": "noon"}\n'
    ran = onrecord("quote", "--file", "-", "--format", "jsonl", stdin=lines)
    assert [one.get("verdict") for one in answers(ran)] == [None, None, "verbatim"]
    assert "has no quotation" in answers(ran)[0]["error"]
    assert "no word to search for" in answers(ran)[1]["error"]
    assert ran.code == 2
    text = onrecord("quote", "--file", "-", stdin=lines).out
    assert text.startswith("error: line 1 has no quotation")


def test_many_are_checked_by_several_processes(onrecord: Onrecord) -> None:
    lines = "noon against Putin\nit rained cats and dogs\n" * FEW
    ran = onrecord("quote", "--file", "-", "--format", "jsonl", "--workers", "2", stdin=lines)
    told = [(one["id"], one["verdict"]) for one in answers(ran)]
    assert told == [
        (str(number + 1), "not_found" if number % 2 else "verbatim") for number in range(2 * FEW)
    ]


def test_out_is_there_only_when_it_is_whole(onrecord: Onrecord, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    ran = onrecord("quote", "--file", "-", "--format", "html", "--out", out, stdin=CLAIMS)
    assert (ran.code, ran.out) == (1, "")
    assert "3 quotations checked" in out.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def stopped(onrecord: Onrecord, out: Path, kept: int) -> None:
    """A run that was killed after so many answers, in the middle of writing the next."""
    part = out.with_name(f"{out.name}.part")
    onrecord("quote", "--file", "-", "--format", "jsonl", "--out", out, stdin=CLAIMS)
    lines = out.read_text("utf-8").splitlines()[:kept]
    marked = [json.dumps(json.loads(line) | {"took_ms": -1}) for line in lines]
    out.unlink()
    generation = generation_of(onrecord)
    part.write_text("\n".join([json.dumps({"generation": generation}), *marked, '{"id": "c']))


def generation_of(onrecord: Onrecord) -> str:
    told: str = json.loads(onrecord("info", "--format", "json").out)["generation"]
    return told


def test_resume_checks_only_what_is_left(onrecord: Onrecord, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    stopped(onrecord, out, kept=2)
    options = ["--format", "jsonl", "--out", out, "--resume"]
    assert onrecord("quote", "--file", "-", *options, stdin=CLAIMS).code == 1
    made = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [one["id"] for one in made] == ["a", "b", "c"]
    assert [one["took_ms"] == -1 for one in made] == [True, True, False]


def test_resume_on_another_index_is_refused(onrecord: Onrecord, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    (tmp_path / "answers.jsonl.part").write_text('{"generation": "other"}\n')
    ran = onrecord("quote", "--file", "-", "--out", out, "--resume", stdin=CLAIMS)
    assert (ran.code, "another state of the index" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a quotation"),
        (["noon", "--file", "-"], "give a quotation"),
        (["noon", "--resume"], "--resume needs --out"),
        (["…"], "no word to search for"),
        (["noon", "--index", "none"], "there is no index at none"),
    ],
)
def test_what_cannot_be_run(onrecord: Onrecord, arguments: list[str], message: str) -> None:
    ran = onrecord("quote", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
