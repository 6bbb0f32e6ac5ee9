"""`onrecord info`: what the index holds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from onrecord.search.engines.registry import open_engine
from tests.cli.conftest import Onrecord
from tests.corpus import article, fill

pytestmark = pytest.mark.usefixtures("library")


def test_info(onrecord: Onrecord, small_index: str) -> None:
    ran = onrecord("info")
    facts = dict(line.split(maxsplit=1) for line in ran.lines)
    assert facts["articles"] == "12"
    assert facts["dates"] == "2022-05-09 to 2024-03-17, 3 undated"
    assert facts["outlets"].startswith("5: Example Review (3), The Daily Example (2), ")
    assert facts["languages"] == "4: en (9), de (1), ja (1), ru (1)"
    assert facts["engine"] == f"tantivy ({small_index})"
    assert list(facts) == [
        *["articles", "dates", "outlets", "languages", "size", "engine", "schema", "last"]
    ]


def test_info_as_json(onrecord: Onrecord) -> None:
    info = json.loads(onrecord("info", "--format", "json").out)
    assert (info["articles"], info["first_day"], info["undated"]) == (12, "2022-05-09", 3)
    assert info["languages"] == {"en": 9, "de": 1, "ja": 1, "ru": 1}
    assert info["bytes"] > 0


def test_info_of_no_index(onrecord: Onrecord) -> None:
    ran = onrecord("info", "--index", "none")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: there is no index at none; make one: onrecord index FILES\n"


def test_the_most_frequent_values_are_shown(onrecord: Onrecord, tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "index"))
    for count, last in ((10, "i (1), j (1)"), (11, "i (1), j (1) …")):
        outlets = "aabbbcdefghij" if count == 10 else "k"
        fill(engine, (article(f"{n}{o}", "A", "B.", outlet=o) for n, o in enumerate(outlets)))
        line = onrecord("info", "--index", tmp_path / "index").lines[2]
        assert line.startswith(f"outlets       {count}: b (3), a (2), c (1), ")
        assert line.endswith(last)


def test_of_undated_articles_never_dated(onrecord: Onrecord, tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / "index"))
    fill(engine, [article("a", "A", "B.")])
    assert (
        onrecord("info", "--index", tmp_path / "index").lines[1] == "dates         none, 1 undated"
    )
    fill(engine, [article("b", "A", "B.", date=date(2024, 3, 15))])
    assert (
        "2024-03-15 to 2024-03-15, 1 undated" in onrecord("info", "--index", tmp_path / "index").out
    )
