"""Runs of the indexer, on every engine: what each leaves in the index, and what it reports."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from onrecord.index.article import id_from_source
from onrecord.index.indexing import committer, indexer
from onrecord.index.indexing.indexer import (
    MIN_PARALLEL_RECORDS,
    IndexReport,
    Listener,
    index_corpus,
)
from onrecord.index.readers import ReadError, Record
from onrecord.search.engines.base import Engine
from onrecord.search.service import SearchRequest, search
from tests.corpus import rebuild
from tests.index.indexing.runs import held, ids, run, titles, write_article, write_rows

CUT_OFF = gzip.compress(b'{"title": "T"}\n' * 99, mtime=0)[:-12]
UNREADABLE = [  # (file, content, the source and the reason told)
    ("bad.jsonl", b'{"id": "1", "title": "T"}\n{oops\n', "bad.jsonl#2", "not valid JSON"),
    ("bad.jsonl", b'{"id": "1"}\n', "bad.jsonl#1", "no text and no title"),
    ("bad.jsonl", b"[1, 2]\n", "bad.jsonl#1", "not a JSON object"),
    ("bad.txt", b" \n", "bad.txt", "no text"),
    ("bad.json", b'{"title": ', "bad.json", "it may be cut off"),
    ("bad.csv", b"id,title\n1,A\n2,B,C,D\n", "bad.csv#2", "has 4 fields"),
    ("bad.jsonl.gz", CUT_OFF, "bad.jsonl.gz", "is cut off"),
]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder for articles, beside the index."""
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def test_a_first_run_and_a_second(empty_engine: Engine, news: Path) -> None:
    rows = write_rows(news / "rows.jsonl", [("1", "One"), ("2", "Two")])
    text = write_article(news / "deep" / "a.txt", "A title")
    assert run(empty_engine, news).counts == (3, 0, 0, 0)
    assert titles(empty_engine) == ["A title", "One", "Two"]
    assert {one.id: one.source for one in held(empty_engine)} == {
        "1": f"{rows}#1",
        "2": f"{rows}#2",
        id_from_source(str(text)): str(text),
    }
    assert run(empty_engine, news).counts == (0, 3, 0, 0)
    assert len(held(empty_engine)) == 3


def test_what_was_indexed_is_found(empty_engine: Engine, news: Path) -> None:
    run(empty_engine, write_rows(news / "a.jsonl", [("1", "Noon against Putin")]))
    assert [hit.id for hit in search(empty_engine, SearchRequest('"noon against putin"')).hits] == [
        "1"
    ]


def test_a_changed_file_replaces_its_article(empty_engine: Engine, news: Path) -> None:
    write_article(news / "a.txt", "Before")
    write_article(news / "b.txt", "Other")
    run(empty_engine, news)
    write_article(news / "a.txt", "After")
    assert run(empty_engine, news).counts == (1, 1, 0, 0)
    assert titles(empty_engine) == ["After", "Other"]


def test_a_changed_row_replaces_its_article(empty_engine: Engine, news: Path) -> None:
    file = write_rows(news / "a.jsonl", [("1", "One"), ("2", "Two"), ("3", "Three")])
    run(empty_engine, file)
    write_rows(file, [("1", "One"), ("2", "Changed"), ("3", "Three")])
    assert run(empty_engine, file).counts == (1, 2, 0, 0)
    assert titles(empty_engine) == ["Changed", "One", "Three"]


@pytest.mark.parametrize("after", ["0123", "23", "321", "3", "1203"])
def test_rows_that_move_are_there_once(empty_engine: Engine, news: Path, after: str) -> None:
    file = write_rows(news / "a.jsonl", [(one, f"Row {one}") for one in "123"])
    run(empty_engine, file)
    write_rows(file, [(one, f"Row {one}") for one in after])
    run(empty_engine, file, prune=True)
    assert ids(empty_engine) == " ".join(sorted(after))


def test_metadata_that_changes_changes_the_article(empty_engine: Engine, news: Path) -> None:
    write_article(news / "a.txt", "A title")
    write_article(news / "b.txt", "Other")
    run(empty_engine, news)
    for outlet, title in [("The Post", "A title"), ("The Times", "A title")]:
        (news / "metadata.csv").write_text(f"file,outlet\na.txt,{outlet}\n")
        assert run(empty_engine, news).counts == (1, 1, 0, 0)
        assert {one.title: one.outlet for one in held(empty_engine)} == {
            title: outlet,
            "Other": None,
        }
    (news / "metadata.csv").unlink()
    assert run(empty_engine, news).counts == (1, 1, 0, 0)
    assert {one.outlet for one in held(empty_engine)} == {None}


@pytest.mark.parametrize(("name", "content", "source", "reason"), UNREADABLE)
def test_what_cannot_be_read_is_told_and_the_rest_goes_in(
    empty_engine: Engine, news: Path, name: str, content: bytes, source: str, reason: str
) -> None:
    write_article(news / "a.txt", "First")
    write_rows(news / "z.jsonl", [("z", "Last")])
    (news / name).write_bytes(content)
    done = run(empty_engine, news)
    (failure,) = done.failures
    assert failure.source == f"{news}/{source}"
    assert reason in failure.reason
    assert done.report.failures == 1
    assert {"First", "Last"} <= set(titles(empty_engine))


def test_a_row_that_went_bad_keeps_its_article_as_it_was(empty_engine: Engine, news: Path) -> None:
    file = write_rows(news / "a.jsonl", [("1", "One"), ("2", "Two")])
    run(empty_engine, file)
    file.write_bytes(file.read_bytes().replace(b'{"id": "2"', b'{"id": '))
    assert run(empty_engine, file, prune=True).counts == (0, 1, 0, 1)
    assert ids(empty_engine) == "1 2"


def test_paths_that_are_not_there_are_failures(empty_engine: Engine, news: Path) -> None:
    write_article(news / "a.txt", "First")
    done = run(empty_engine, news / "none", news / "none.txt", news / "a.txt")
    assert [failure.source for failure in done.failures] == [
        f"{news}/none",
        f"{news}/none.txt",
    ]
    assert titles(empty_engine) == ["First"]


def test_the_same_id_from_another_source_replaces(empty_engine: Engine, news: Path) -> None:
    old = write_rows(news / "old.jsonl", [("1", "Old"), ("2", "Kept")])
    new = write_rows(news / "new.jsonl", [("1", "New")])
    run(empty_engine, old)
    assert run(empty_engine, new).counts == (1, 0, 0, 0)
    assert [(one.id, one.title, one.source) for one in held(empty_engine)] == [
        ("1", "New", f"{new}#1"),
        ("2", "Kept", f"{old}#2"),
    ]


def test_paths_that_overlap_give_each_article_once(empty_engine: Engine, news: Path) -> None:
    write_rows(news / "a" / "rows.jsonl", [("1", "One"), ("2", "Two")])
    run(empty_engine, news, news / "a", news / "a" / "rows.jsonl", f"{news}/./a/")
    assert ids(empty_engine) == "1 2"


def test_a_run_sees_what_an_earlier_commit_of_the_same_writer_put_in(
    empty_engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "BATCH_BYTES", 1)
    monkeypatch.setattr(committer, "COMMIT_BYTES", 1)
    rows = [(f"{n % 7}", f"Row {n}") for n in range(20)]
    run(empty_engine, write_rows(news / "a.jsonl", rows))
    assert titles(empty_engine) == [f"Row {n}" for n in range(13, 20)]


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl"])
def test_two_workers_make_the_same_index_as_one(
    empty_engine: Engine, news: Path, name: str
) -> None:
    rows = [(f"{n:03}", f"Row {n} of “Łódź” 1,000") for n in range(3 * MIN_PARALLEL_RECORDS)]
    file = write_rows(news / name, rows)
    file.write_bytes(file.read_bytes() + b"{bad\n")
    assert run(empty_engine, file, workers=2).counts == (len(rows), 0, 0, 1)
    together = held(empty_engine)
    assert [one.id for one in together] == [identity for identity, _ in rows]
    assert run(empty_engine, file, workers=1).counts == (0, len(rows), 0, 1)
    rebuild(empty_engine, [])
    assert run(empty_engine, file, workers=1).counts == (len(rows), 0, 0, 1)
    assert held(empty_engine) == together


def test_progress_is_told_as_it_is_made(
    empty_engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "BATCH_BYTES", 1)
    file = write_rows(news / "a.jsonl", [(f"{n}", f"Row {n}") for n in range(5)])
    seen: list[tuple[int, int]] = []

    def note(report: IndexReport) -> None:
        seen.append((report.seen, report.read_bytes))

    for _ in range(2):
        writer = empty_engine.writer()
        seen.clear()
        index_corpus(writer, [str(file)], workers=1, listener=Listener(on_progress=note))
        writer.close()
        assert seen == sorted(seen)
        assert seen[-1] == (5, file.stat().st_size - 5)  # but for the line ends


def test_what_is_gone_stays_unless_it_is_pruned(empty_engine: Engine, news: Path) -> None:
    write_article(news / "a.txt", "A title")
    gone = write_article(news / "b.txt", "B title")
    run(empty_engine, news)
    gone.unlink()
    writer = empty_engine.writer()
    report = index_corpus(writer, [str(news)], workers=1)
    writer.close()
    assert (report.removed, titles(empty_engine)) == (0, ["A title", "B title"])
    assert run(empty_engine, news, prune=True).counts == (0, 1, 1, 0)
    assert titles(empty_engine) == ["A title"]


@pytest.mark.parametrize(
    ("first", "second", "left", "failed"),
    [  # files of rows with the same id, added one after the other: the last in order stays
        ("b", "a", "b", "a#1"),
        ("a", "b", "b", "a#1"),
    ],
)
def test_an_id_of_two_files_is_that_of_the_last(
    empty_engine: Engine, news: Path, first: str, second: str, left: str, failed: str
) -> None:
    for name in (first, second):
        write_rows(news / f"{name}.jsonl", [("x", name), (f"only-{name}", f"only {name}")])
        done = run(empty_engine, news)
    assert titles(empty_engine) == sorted([left, "only a", "only b"])
    assert [Path(one.source).name.replace(".jsonl", "") for one in done.failures] == [failed]
    assert done.report.seen == 4


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        ([], []),
        ([9], [1]),
        ([10, 1], [1, 1]),
        ([5, 4, 1, 1], [3, 1]),
        ([1, 1, 1, 1, 1], [4, 1]),  # by number
        ([None, None, 9, 1, 1], [4, 1]),  # errors have no size
        ([5, 5, 5, 4], [2, 2]),  # the size is counted anew
    ],
)
def test_batches(
    sizes: list[int | None], batches: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "BATCH_BYTES", 10)
    monkeypatch.setattr(indexer, "BATCH_RECORDS", 4)
    found = [
        ReadError("a", "bad") if size is None else Record("a", "0", "text", b"x" * size)
        for size in sizes
    ]
    assert list(map(len, indexer._batches(found))) == batches


def test_the_time_of_a_run_is_counted_from_its_start() -> None:
    report = IndexReport(added=1, unchanged=2, failures=3, removed=4)
    assert report.seen == 6
    assert report.seconds >= 0
