"""Rows that bring the same id: the last one read stays, however often a run is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.search.engines.base import Engine
from tests.index.indexing.runs import run, titles, write_rows

X1, X2, X3, Y = ("x", "First"), ("x", "Second"), ("x", "Third"), ("y", "Other")


@pytest.mark.parametrize(
    ("files", "kept", "gave_way"),
    [
        ({"a": [X1, X2]}, ["Second"], "a#1"),
        ({"a": [X1, Y, X2, X3]}, ["Other", "Third"], "a#1 a#3"),
        ({"a": [X2, Y], "b": [X1]}, ["First", "Other"], "a#1"),
        ({"a": [X1, X2], "b": [Y]}, ["Other", "Second"], "a#1"),
        ({"a": [X1], "b": [Y]}, ["First", "Other"], ""),
    ],
)
def test_the_last_stays_and_the_others_are_told(
    empty_engine: Engine,
    tmp_path: Path,
    files: dict[str, list[tuple[str, str]]],
    kept: list[str],
    gave_way: str,
) -> None:
    for name, rows in files.items():
        write_rows(tmp_path / "news" / f"{name}.jsonl", rows)
    for _ in range(3):
        made = run(empty_engine, tmp_path / "news")
        assert titles(empty_engine) == kept
        told = [Path(failure.source).name.replace(".jsonl", "") for failure in made.failures]
        assert " ".join(sorted(told)) == gave_way
        assert made.report.seen == sum(map(len, files.values()))


def test_an_id_that_a_later_file_brings_too_moves_there(
    empty_engine: Engine, tmp_path: Path
) -> None:
    old = write_rows(tmp_path / "news" / "2024-01.jsonl", [X1, Y])
    run(empty_engine, tmp_path / "news")
    new = write_rows(tmp_path / "news" / "2024-02.jsonl", [X2])
    for _ in range(2):
        assert [str(f) for f in run(empty_engine, tmp_path / "news").failures] == [
            f"{old}#1: has the same id as {new}#1, which stays; give each its own"
        ]
        assert titles(empty_engine) == ["Other", "Second"]


def test_a_file_of_another_name_takes_its_articles_along(
    empty_engine: Engine, tmp_path: Path
) -> None:
    old = write_rows(tmp_path / "news" / "z.jsonl", [X1, Y])
    run(empty_engine, tmp_path / "news")
    old.rename(old.with_name("a.jsonl"))
    assert run(empty_engine, tmp_path / "news").counts == (2, 0, 0, 0)
    assert run(empty_engine, tmp_path / "news", prune=True).counts == (0, 2, 0, 0)
    assert titles(empty_engine) == ["First", "Other"]


def test_what_could_not_be_read_is_told_once(empty_engine: Engine, tmp_path: Path) -> None:
    rows = tmp_path / "news.jsonl"
    rows.write_text('{"id": "x", "title": "First"}\nnot JSON\n{"id": "x", "title": "Second"}\n')
    for _ in range(2):
        told = [failure.source for failure in run(empty_engine, rows).failures]
        assert told == [f"{rows}#2", f"{rows}#1"]
        assert titles(empty_engine) == ["Second"]
