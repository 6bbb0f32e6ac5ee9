"""Rows with the same id: the last in reading order stays, however often a run is repeated."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.index.article import Article
from onrecord.index.indexing import indexer
from onrecord.index.indexing.duplicate_ids import IdClaim, IdClaims
from onrecord.index.indexing.indexer import MIN_PARALLEL_RECORDS
from onrecord.index.indexing.record_preparation import PreparedRecord
from onrecord.index.readers import Record
from onrecord.index.readers.format_registry import PARSERS
from onrecord.search.engines.base import Engine
from tests.index.indexing.runs import run, titles, write_rows

X1, X2, X3, Y = ("x", "First"), ("x", "Second"), ("x", "Third"), ("y", "Other")
FILLING = [(f"{n}", f"Row {n}") for n in range(20)]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the JSON rows parsed so far, in order."""
    sources: list[str] = []
    parse = PARSERS["json"]

    def noting(record: Record) -> Article:
        sources.append(Path(record.source).name.replace(".jsonl", ""))
        return parse(record)

    monkeypatch.setitem(PARSERS, "json", noting)
    return sources


@pytest.mark.parametrize(
    ("files", "kept", "reported"),
    [
        ({"a": [X1, X2]}, ["Second"], "a#1"),
        ({"a": [X1, Y, X2, X3]}, ["Other", "Third"], "a#1 a#3"),
        ({"a": [X2, Y], "b": [X1]}, ["First", "Other"], "a#1"),
        ({"a": [X1, X2], "b": [Y]}, ["Other", "Second"], "a#1"),
        ({"a": [X1], "b": [Y]}, ["First", "Other"], ""),
    ],
)
def test_the_last_stays_and_the_others_are_reported(
    empty_engine: Engine,
    tmp_path: Path,
    files: dict[str, list[tuple[str, str]]],
    kept: list[str],
    reported: str,
) -> None:
    for name, rows in files.items():
        write_rows(tmp_path / "news" / f"{name}.jsonl", rows)
    for _ in range(3):
        made = run(empty_engine, tmp_path / "news")
        assert titles(empty_engine) == kept
        sources = [Path(failure.source).name.replace(".jsonl", "") for failure in made.failures]
        assert " ".join(sorted(sources)) == reported
        assert made.report.seen == sum(map(len, files.values()))


@pytest.mark.parametrize("file", ["a", "b", "c"])  # changed; the duplicates are in b and c
def test_only_contested_and_changed_rows_are_parsed(
    empty_engine: Engine, tmp_path: Path, parsed: list[str], file: str
) -> None:
    news = tmp_path / "news"
    rows = {"a": FILLING[:10], "b": [X1, *FILLING[10:]], "c": [Y, X2]}
    for name, content in rows.items():
        write_rows(news / f"{name}.jsonl", content)
    run(empty_engine, news)
    assert len(parsed) == 23  # each once, though an id is contested
    for _ in range(2):
        parsed.clear()
        assert run(empty_engine, news).counts == (0, 22, 0, 1)
        assert parsed == ["b#1", "c#2"]  # was every row, in one process
    write_rows(news / f"{file}.jsonl", [*rows[file], ("new", "New")])
    parsed.clear()
    assert run(empty_engine, news).counts == (1, 22, 0, 1)
    assert sorted(parsed) == sorted(["b#1", "c#2", f"{file}#{len(rows[file]) + 1}"])


def test_an_id_that_a_later_file_brings_too_moves_there(
    empty_engine: Engine, tmp_path: Path
) -> None:
    old = write_rows(tmp_path / "news" / "2024-01.jsonl", [X1, Y])
    run(empty_engine, tmp_path / "news")
    new = write_rows(tmp_path / "news" / "2024-02.jsonl", [X2])
    for counts in [(1, 1, 0, 1), (0, 2, 0, 1)]:
        done = run(empty_engine, tmp_path / "news")
        assert done.counts == counts
        assert [str(failure) for failure in done.failures] == [
            f"{old}#1: has the same id as {new}#1, which stays; give each its own"
        ]
        assert titles(empty_engine) == ["Other", "Second"]


def test_an_id_that_an_earlier_file_brings_too_stays(empty_engine: Engine, tmp_path: Path) -> None:
    write_rows(tmp_path / "news" / "b.jsonl", [X1, Y])
    run(empty_engine, tmp_path / "news")
    write_rows(tmp_path / "news" / "a.jsonl", [X2, X3])
    done = run(empty_engine, tmp_path / "news")
    assert done.counts == (0, 2, 0, 2)
    assert [Path(failure.source).name for failure in done.failures] == ["a.jsonl#1", "a.jsonl#2"]
    assert titles(empty_engine) == ["First", "Other"]


def test_a_renamed_file_takes_its_articles_along(empty_engine: Engine, tmp_path: Path) -> None:
    old = write_rows(tmp_path / "news" / "z.jsonl", [X1, Y])
    run(empty_engine, tmp_path / "news")
    old.rename(old.with_name("a.jsonl"))
    assert run(empty_engine, tmp_path / "news").counts == (2, 0, 0, 0)
    assert run(empty_engine, tmp_path / "news", prune=True).counts == (0, 2, 0, 0)
    assert titles(empty_engine) == ["First", "Other"]


def test_what_could_not_be_read_is_reported_once(empty_engine: Engine, tmp_path: Path) -> None:
    rows = tmp_path / "news.jsonl"
    rows.write_text('{"id": "x", "title": "First"}\nnot JSON\n{"id": "x", "title": "Second"}\n')
    for _ in range(2):
        sources = [failure.source for failure in run(empty_engine, rows).failures]
        assert sources == [f"{rows}#2", f"{rows}#1"]
        assert titles(empty_engine) == ["Second"]


def test_overlapping_paths_do_not_make_a_row_its_own_rival(
    empty_engine: Engine, tmp_path: Path
) -> None:
    file = write_rows(tmp_path / "news" / "a.jsonl", [X1, X2])
    for _ in range(2):
        sources = [f.source for f in run(empty_engine, tmp_path / "news", file).failures]
        assert sources == [f"{file}#1"]


def test_rows_of_standard_input_with_the_same_id(
    empty_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = b'{"id": "x", "title": "First"}\n{"id": "x", "title": "Second"}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows)))
    assert [str(failure) for failure in run(empty_engine, "-").failures] == [
        "-#1: has the same id as -#2, which stays; give each its own"
    ]
    assert titles(empty_engine) == ["Second"]


def test_a_small_last_batch_is_not_added_before_those_in_the_workers(
    empty_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "BATCH_RECORDS", MIN_PARALLEL_RECORDS)
    rows = [(f"{n}", f"Row {n}") for n in range(MIN_PARALLEL_RECORDS - 1)]
    file = write_rows(tmp_path / "a.jsonl", [*rows, X1, X2])
    done = run(empty_engine, file, workers=2)
    assert [failure.source for failure in done.failures] == [f"{file}#{len(rows) + 1}"]
    assert "Second" in titles(empty_engine)


def _outcomes(*pairs: tuple[str, str | None]) -> list[PreparedRecord]:
    return [PreparedRecord(source, 0, identity) for source, identity in pairs]


CLAIMS: list[tuple[Callable[[IdClaims], object], list[list[IdClaim]]]] = [
    # in the order in which they were added
    (lambda _: None, [[IdClaim("a#1"), IdClaim("a#2")]]),
    # those found again in the files come last, in reading order
    (lambda claims: claims.order(0, ["c#1", "a#1"]), [[IdClaim("a#2"), IdClaim("a#1")]]),
    (lambda claims: claims.order(0, ["a#2", "a#1"]), [[IdClaim("a#2"), IdClaim("a#1")]]),
    (lambda claims: claims.withdraw("a#1"), []),
    (lambda claims: claims.note(_outcomes(("a#1", "z"))), []),
    (lambda claims: claims.note(_outcomes(("a#1", "x"))), [[IdClaim("a#2"), IdClaim("a#1")]]),
]


@pytest.mark.parametrize(("happens", "contested"), CLAIMS)
def test_contested_claims(
    happens: Callable[[IdClaims], object], contested: list[list[IdClaim]]
) -> None:
    with closing(IdClaims()) as claims:
        claims.note(
            _outcomes(("a#1", "x"), ("a#2", "x"), ("b#1", "y"), ("e#1", None), ("e#2", None))
        )
        assert claims.duplicates() == 1
        happens(claims)
        assert list(claims.contested()) == contested
        assert claims.duplicates() == len(contested)


def test_a_lost_article_is_kept_for_the_winner() -> None:
    with closing(IdClaims()) as claims:
        claims.note(_outcomes(("a#1", "x"), ("e#1", None)))
        assert [claims.open(source) for source in ("a#1", "e#1", "b#1")] == [False, False, True]
        claims.order(0, ["a#1", "b#1"])
        claims.note_lost(PreparedRecord("b#1", 0, "x", {"title": "B"}))
        assert list(claims.contested()) == [[IdClaim("a#1"), IdClaim("b#1", {"title": "B"})]]
