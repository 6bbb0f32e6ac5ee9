"""Files and folders to records: sorted, lazy, and whatever is wrong is an error among them."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from onrecord.index.article import id_from_source
from onrecord.index.readers import ReadError, Record, corpus_reader, parse, records
from onrecord.index.storage import manifest
from tests.index.readers.files import found_in, write_files

SEEDS = Path(__file__).parents[3] / "seeds"
TEXT = b"A vote\n\nThe minister resigned."
JSON_LINES = b'{"title": "A"}\n{"title": "B"}\n'
CSV = b"title,text\nA,x\n"
GZIPPED, GZIPPED_LINES = (gzip.compress(content, mtime=0) for content in (TEXT, JSON_LINES))

TREES = [  # (files, what is found, in order; an error's line starts with "!")
    ({"b.txt": TEXT, "a.md": TEXT, "c/a.txt": TEXT}, ["a.md", "b.txt", "c/a.txt"]),
    ({"a.jsonl": JSON_LINES, "b.csv": CSV}, ["a.jsonl#1", "a.jsonl#2", "b.csv#1"]),
    ({"a.json": b'{"title": "A"}', "b.json": b'[{"title": "A"}]'}, ["a.json", "b.json#1"]),
    (
        {"A.TXT": TEXT, "b.HTM": b"<p>x", "c.ndjson": JSON_LINES[:15], "d.tsv": b"title\tx\nA\t1"},
        ["A.TXT", "b.HTM", "c.ndjson#1", "d.tsv#1"],
    ),
    (
        {
            "a.txt.gz": GZIPPED,
            "b.jsonl.gz": GZIPPED_LINES,
        },
        ["a.txt.gz", "b.jsonl.gz#1", "b.jsonl.gz#2"],
    ),
    ({".hidden.txt": TEXT, ".git/a.txt": TEXT, "a.pdf": b"%PDF", "README": TEXT, "a": TEXT}, []),
    ({"metadata.csv": b"file,title\n", "a.txt": TEXT}, ["a.txt"]),
    (
        {"a.jsonl.gz": gzip.compress(JSON_LINES * 9000, mtime=0)[:-4]},
        [
            *(f"a.jsonl.gz#{n}" for n in range(1, 18001)),
            "!a.jsonl.gz: the compressed file is cut off; copy it again",
        ],
    ),
    (
        {"a.csv.gz": b"\x1f\x8bnonsense", "b.txt": TEXT},
        ["!a.csv.gz: the compressed file is damaged", "b.txt"],
    ),
    ({"a.jsonl": b"", "b.txt": b""}, ["b.txt"]),
]
UNREADABLE_FILES = [
    ("a.txt", b"", "has no text"),
    ("a.txt", b"\0\x01", "has no text"),
    ("a.txt.gz", GZIPPED[:-9], "the compressed file is cut off"),
    (
        "a.txt.gz",
        GZIPPED[:12] + b"xxxxxxxxxxxxxxxx",
        "the compressed file is damaged",
    ),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("files", "expected"), TREES)
def test_what_is_found_in_a_folder(
    folder: Path, files: Mapping[str, bytes], expected: list[str]
) -> None:
    write_files(folder / "c", files)
    found = [line.replace("c/", "", 1) for line in found_in("c")]
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


@pytest.mark.parametrize(("name", "content", "reason"), UNREADABLE_FILES)
def test_a_file_that_cannot_be_read(folder: Path, name: str, content: bytes, reason: str) -> None:
    write_files(folder, {name: content})
    (record,) = records([name])
    assert isinstance(record, Record)
    with pytest.raises(ReadError, match=reason):
        parse(record)


def test_paths_by_name(folder: Path) -> None:
    write_files(folder, {"c/a.txt": TEXT, "b.pdf": b"%PDF", ".hidden.txt": TEXT})
    assert found_in("c/", "./c//a.txt", "b.pdf", "missing.txt", ".hidden.txt", "bad\0.txt") == [
        ".hidden.txt",
        "!b.pdf: unsupported file type; the types are .txt, .md, .html, .htm, .jsonl, .ndjson, "
        ".json, .csv, .tsv, each also with .gz",
        "!bad\0.txt: no file can have such a name: it holds a null character",
        "c/a.txt",
        "c/a.txt",
        "!missing.txt: cannot be read: No such file or directory",
    ]


def test_an_index_among_the_articles_is_none_of_them(folder: Path) -> None:
    write_files(folder, {"a.txt": TEXT, "ix/b.txt": TEXT, "kept/manifest.json": b'{"title": "A"}'})
    manifest.write(folder / "ix", manifest.current("tantivy"))
    assert found_in(".") == ["a.txt", "kept/manifest.json"]


def test_links_pipes_and_odd_names(folder: Path) -> None:
    write_files(folder, {"c/a.txt": TEXT, "c/d/b.txt": TEXT, "e/f.txt": TEXT})
    (folder / "c/d/up").symlink_to(folder / "c")
    (folder / "c/x").symlink_to(folder / "e")
    (folder / "c/nowhere.txt").symlink_to("gone")
    os.mkfifo(folder / "c/pipe.txt")
    Path(os.fsdecode(b"c/z\xff.txt")).write_bytes(TEXT)
    assert found_in("c") == [
        "c/a.txt",
        "c/d/b.txt",
        "!c/nowhere.txt: cannot be read: No such file or directory",
        "c/x/f.txt",
        "c/z\\xff.txt",
    ]


def test_a_record_has_the_digest_and_id_of_its_source(folder: Path) -> None:
    write_files(folder, {"a.txt": TEXT, "a.txt.gz": GZIPPED, "b.jsonl": JSON_LINES})
    found = {record.source: record for record in records(["."]) if isinstance(record, Record)}
    received = {
        "a.txt": TEXT,
        "a.txt.gz": (folder / "a.txt.gz").read_bytes(),
        "b.jsonl#1": b'{"title": "A"}',
    }
    for source, content in received.items():
        article = parse(found[source])
        assert article.sha256 == hashlib.sha256(content).hexdigest()
        assert (article.source, article.id) == (source, id_from_source(source))


def test_a_csv_row_has_the_digest_of_what_it_says(folder: Path) -> None:
    write_files(
        folder,
        {"a.csv": CSV, "b.csv": b'"title";"text"\r\n"A";"x"\r\n', "c.csv": b"title,text\nA,y"},
    )
    first, same, other = (record.sha256 for record in records(["."]) if isinstance(record, Record))
    assert first == same != other


def test_a_run_begins_before_all_is_found(folder: Path) -> None:
    write_files(folder, {"a.txt": TEXT, "b.txt": TEXT})
    walk = records(["."])
    next(walk)
    (folder / "b.txt").unlink()
    assert str(next(walk)).startswith("b.txt: cannot be read")


def test_records_have_the_metadata_of_the_folders_above(folder: Path) -> None:
    write_files(
        folder,
        {
            "c/metadata.csv": b"file,outlet,author\n"
            b"a.jsonl,Feed,\na.jsonl#2,,Ann\nd/a.txt,Far,Jo\n",
            "c/d/metadata.csv": b"file,outlet\na.txt,Near\n",
            "c/a.jsonl": JSON_LINES,
            "c/d/a.txt": TEXT,
        },
    )
    found = {one.source: one.metadata for one in records(["c"]) if isinstance(one, Record)}
    assert found == {
        "c/a.jsonl#1": {"outlet": "Feed"},
        "c/a.jsonl#2": {"outlet": "Feed", "author": "Ann"},
        "c/d/a.txt": {"outlet": "Near", "author": "Jo"},
    }


def test_errors_in_metadata_csv_are_reported_once(folder: Path) -> None:
    write_files(folder, {"metadata.csv": b"file,date\na.txt,never\n", "a.txt": TEXT, "b.txt": TEXT})
    for paths in (["."], ["a.txt", "b.txt", "metadata.csv"]):
        error, *others = found_in(*paths)
        assert error.startswith("!metadata.csv: line 2 has an invalid date")
        assert others == ["a.txt", "b.txt"]


@pytest.mark.parametrize(("size", "expected"), [(100, "a.txt"), (101, "!a.txt: ")])
def test_a_file_over_the_limit_is_an_error(
    folder: Path, size: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_reader, "MAX_ARTICLE_BYTES", 100)
    write_files(folder, {"a.txt": b"x" * size})
    (found,) = found_in("a.txt")
    assert found.startswith(expected)


def test_the_seeds() -> None:
    articles = [parse(record) for record in records([str(SEEDS)]) if isinstance(record, Record)]
    assert [(article.date, article.outlet, article.language) for article in articles] == [
        (date(2024, 2, 17), "themoscowtimes.com", "en"),
        (date(2024, 3, 15), None, "en"),
        (None, None, "en"),
        (None, None, "en"),
    ]
