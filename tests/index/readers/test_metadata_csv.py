"""metadata.csv fills what the texts of a folder do not say, and is checked like any file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.index.readers import Record, parse, records
from tests.index.readers.files import found_in, write_files

TEXT = b"A vote\n\nThe minister resigned."
JSON_LINES = b'{"title": "A"}\n{"title": "B"}\n'
HEADER = b"file,title,date,outlet,url,author\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


METADATA = [  # (row of metadata.csv, field, value): it fills, and where both speak, it wins
    (b"a.txt,,2024-02-17,,,", "date", date(2024, 2, 17)),
    (b"a.txt,,17 February 2024,,,", "date", date(2024, 2, 17)),
    (b"a.txt,,,The Post,,", "outlet", "The Post"),
    (b"a.txt,,,,https://www.example.org/x,", "outlet", "example.org"),
    (b"./a.txt,,,,,Ann Doe", "author", "Ann Doe"),
    (b"a.txt,Another title,,,,", "title", "Another title"),
    (b"a.txt,,,,,", "title", "A vote"),
    (b"other.txt,,,The Post,,", "outlet", None),
    (b"a.txt,,2024-02-31,The Post,,", "outlet", "The Post"),
    (b"a.txt,,2024-02-31,The Post,,", "date", None),
]
BROKEN_METADATA = [
    (HEADER + b"a.txt,,2024-02-31,,,\n", "line 2 has an invalid date: '2024-02-31'"),
    (HEADER + b"\na.txt,,03/04/2024,,,\n", "line 3 has an invalid date"),
    (HEADER + b"a.txt,,,,ftp://x,\n", "line 2 has a URL that is not http or https: 'ftp://x'"),
    (HEADER + b",A title,,,,\n", "line 2 names no file"),
    (HEADER + b"a.txt,,,,,,,,more\n", "line 2 has 9 fields where the header names 6"),
    (b"title,date\nx,y\n", "has no column 'file', only: title, date"),
]


@pytest.mark.parametrize(("row", "field", "value"), METADATA)
@pytest.mark.parametrize("path", ["c", "c/a.txt"])
def test_metadata_csv(folder: Path, path: str, row: bytes, field: str, value: object) -> None:
    write_files(folder, {"c/a.txt": TEXT, "c/metadata.csv": HEADER + row + b"\n"})
    (record,) = (found for found in records([path]) if isinstance(found, Record))
    assert getattr(parse(record), field) == value


@pytest.mark.parametrize(("content", "reason"), BROKEN_METADATA)
def test_a_broken_metadata_csv_is_an_error_that_names_the_line(
    folder: Path, content: bytes, reason: str
) -> None:
    write_files(folder, {"c/a.txt": TEXT, "c/b.txt": TEXT, "c/metadata.csv": content})
    for paths in (["c"], ["c/a.txt", "c/b.txt", "c/metadata.csv"]):
        error, *others = found_in(*paths)
        assert error.startswith(f"!c/metadata.csv: {reason}")
        assert others == ["c/a.txt", "c/b.txt"]


def test_metadata_csv_of_folders_within_folders_and_of_rows(folder: Path) -> None:
    write_files(
        folder,
        {
            "c/metadata.csv": HEADER
            + b"d/a.txt,,,Far,,Ann Doe\nb.jsonl,,,Feed,,\nb.jsonl#2,,,,,Jan Roe\n",
            "c/d/metadata.csv": b"outlet;extra;file\nNear;x;a.txt\n",
            "c/d/a.txt": TEXT,
            "c/b.jsonl": JSON_LINES,
        },
    )
    for path in ("c", "c/d"):
        found = {record.source: record for record in records([path]) if isinstance(record, Record)}
        assert found["c/d/a.txt"].metadata == {"outlet": "Near", "author": "Ann Doe"}
    first, second, *_ = (record.metadata for record in records(["c"]) if isinstance(record, Record))
    assert (first, second) == ({"outlet": "Feed"}, {"outlet": "Feed", "author": "Jan Roe"})
