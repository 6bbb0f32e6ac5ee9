"""What comes down a pipe is told by how it begins."""

from __future__ import annotations

import gzip
import io

import pytest

from onrecord.index.readers import ReadError, Record, parse, records

TEXT = b"A vote\n\nThe minister resigned."
JSON_LINES = b'{"title": "A"}\n{"title": "B"}\n'
CSV = b"title,text\nA,x\n"
INPUTS = [
    (JSON_LINES, ["-#1 A", "-#2 B"]),
    (gzip.compress(JSON_LINES, mtime=0), ["-#1 A", "-#2 B"]),
    (b'[{"title": "A"},\n{"title": "B"}]', ["-#1 A", "-#2 B"]),
    (b'{\n "title": "A"\n}', ["- A"]),
    (CSV, ["-#1 A"]),
    (b"title\ttext\nA\tx\n", ["-#1 A"]),
    (b"<!DOCTYPE html><title>A</title><p>Words of a page.</p>", ["- A"]),
    (TEXT, ["- A vote"]),
    ("A vote\n\nThe minister résigned.".encode("cp1252"), ["- A vote"]),
    (b"", ["-: has no text"]),
]


@pytest.mark.parametrize(("content", "expected"), INPUTS)
def test_standard_input(
    content: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert [_read(record) for record in records(["-"])] == expected


def _read(record: Record | ReadError) -> str:
    try:
        return (
            f"{record.source} {parse(record).title}" if isinstance(record, Record) else str(record)
        )
    except ReadError as error:
        return str(error)
