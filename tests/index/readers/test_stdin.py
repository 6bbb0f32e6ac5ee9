"""What comes down a pipe is told by how it begins."""

from __future__ import annotations

import gzip
import io

import pytest

from onrecord.index.readers import ReadError, Record, parse, records, stdin

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
    (b"Title\n\nThe minister resigned.", ["- Title"]),  # one column is no table
    (b"place,size\nA,x", ["- place,size"]),
    # a first line that is no object: of more than 10,000 characters it may be cut off
    (b"{" + b" " * 9_999 + b'\n"title": "A"}', ["- A"]),
    (b"{" + b" " * 10_000 + b'\n"title": "A"}', ["-#1: is not", "-#2: is not"]),
    (b'{"title": "A", "text": "' + b"x " * 40_000 + b'"}\n{"title": "B"}', ["-#1 A", "-#2 B"]),
]


@pytest.mark.parametrize(("content", "expected"), INPUTS)
def test_standard_input(
    content: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    found = [_read(record) for record in records(["-"])]
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


@pytest.mark.parametrize(("size", "expected"), [(100, "-"), (101, "-: is larger than")])
def test_a_text_up_to_the_limit(size: int, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stdin, "MAX_ARTICLE_BYTES", 100)
    (found,) = stdin.read(io.BytesIO(b"x" * size))
    assert (found.source if isinstance(found, Record) else str(found)).startswith(expected)
    assert isinstance(found, Record) is (size == 100)


def _read(record: Record | ReadError) -> str:
    try:
        return (
            f"{record.source} {parse(record).title}" if isinstance(record, Record) else str(record)
        )
    except ReadError as error:
        return str(error)
