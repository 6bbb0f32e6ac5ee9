"""`onrecord search --queries`: a line in, an answer out, in order, whatever a line holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.search.results.models import JSON_KEYS
from tests.cli.conftest import Onrecord, Ran

pytestmark = pytest.mark.usefixtures("library")


def answers(ran: Ran) -> list[Any]:
    return [json.loads(line) for line in ran.lines]


def summary(answer: Any) -> str:
    """An answer's id and what was found, or what was wrong."""
    found = answer["error"]["message"] if "error" in answer else answer["total"]
    return f"{answer['id']}: {found}"


@pytest.mark.parametrize(
    ("lines", "expected", "code"),
    [
        ("noon\nzebra\n", ["1: 2", "2: 0"], 0),
        ("zebra\n", ["1: 0"], 1),
        ("", [], 1),
        ("noon", ["1: 2"], 0),  # the last line need not end
        ("noon\r\nputin\r\n", ["1: 2", "2: 3"], 0),
        ("\nnoon\n\n  \nputin\n", ["2: 2", "5: 3"], 0),  # the id is the number of the line
        ('claim 7\t"noon against Putin"\nb\tzebra\n', ["claim 7: 2", "b: 0"], 0),
        ("a\tnoon\nputin\na\tnoon", ["a: 2", "2: 3", "a: 2"], 0),
        ("a\t\n", ["a: 0"], 1),
        ("date:2024-13\nnoon\n", ["1: there is no month 13", "2: 2"], 2),
        ("x\tdate:2024-13\nzebra\n", ["x: there is no month 13", "2: 0"], 2),
        ('"noon\n(noon\nnoon AND\n', ["1: 2", "2: 2", "3: 0"], 0),
    ],
)
def test_answers(onrecord: Onrecord, lines: str, expected: list[str], code: int) -> None:
    ran = onrecord("search", "--queries", "-", stdin=lines)
    assert [summary(answer) for answer in answers(ran)] == expected
    assert ran.code == code


def test_the_keys_of_answers(onrecord: Onrecord) -> None:
    good, bad = answers(onrecord("search", "--queries", "-", stdin="noon\nnoon date:2024-13"))
    assert list(good) == ["id", *JSON_KEYS]
    assert bad == {
        "id": "2",
        "query": "noon date:2024-13",
        "error": {"message": "there is no month 13", "start": 5, "end": 17, "suggestion": "noon"},
    }


def test_options_hold_for_every_query(onrecord: Onrecord, tmp_path: Path) -> None:
    file = tmp_path / "claims.tsv"
    file.write_text("a\tputin\nb\tnoon (against)", encoding="utf-8")
    options = ["--limit", "1", "--sort", "oldest", "--from", "2024-02", "--literal", "--facets"]
    first, second = answers(onrecord("search", "--queries", file, *options))
    assert (first["total"], [hit["id"] for hit in first["hits"]]) == (2, ["copy"])
    assert (second["total"], second["interpreted"][:14]) == (2, '"noon against"')
    assert first["facets"]["year"] == [{"value": "2024", "count": 2}]


def test_bytes_that_are_no_text_spoil_only_their_line(onrecord: Onrecord) -> None:
    ran = onrecord("search", "--queries", "-", stdin=b"noon\n\xff\xfe\nputin\n")
    assert [summary(answer) for answer in answers(ran)] == ["1: 2", "2: 0", "3: 3"]


def test_a_missing_index_is_one_error(onrecord: Onrecord) -> None:
    ran = onrecord("search", "--queries", "-", "--index", "none", stdin="noon\nputin\n")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: there is no index at none")
