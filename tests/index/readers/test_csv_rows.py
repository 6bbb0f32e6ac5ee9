"""CSV is split into its rows, in bounded memory, errors among them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers import Record, csv_rows
from onrecord.index.readers.csv_rows import has_article_columns, parse_header, read
from tests.index.readers.splitting import assert_starts, peak_memory, shown

CSVS = [
    (
        "title,text\nA,x\nB,y\n",
        ['f#1 {"title": "A", "text": "x"}', 'f#2 {"title": "B", "text": "y"}'],
    ),
    ("title;text\nA, b;x\n", ['f#1 {"title": "A, b", "text": "x"}']),
    ("title\ttext\nA\tx\n", ['f#1 {"title": "A", "text": "x"}']),
    ("title|text\nA|x\n", ['f#1 {"title": "A", "text": "x"}']),
    (
        '\n title ,text\r\n"A ""b""","one\r\ntwo"\r\n',
        ['f#1 {"title": "A \\"b\\"", "text": "one\\ntwo"}'],
    ),
    ("title,text\rA,x\r", ['f#1 {"title": "A", "text": "x"}']),
    ("title,text\nA\n\nB,y\n", ['f#1 {"title": "A"}', 'f#2 {"title": "B", "text": "y"}']),
    ("title,text\nA,x,y\nB,y,,\n", ["f#1: line 2 has 3 fields", 'f#2 {"title": "B", "text": "y"}']),
    ('title,text\nA,"x', ['f#1 {"title": "A", "text": "x"}']),
    ("title,text\nA\x00,x", ['f#1 {"title": "A\\u0000", "text": "x"}']),
    ("name\u2028,text\nA,x\u2028y", ['f#1 {"name": "A", "text": "x\\u2028y"}']),
    ("title,text\nA,x,\n", ['f#1 {"title": "A", "text": "x"}']),  # an empty field too many
    ("\n\ntitle,text\n\nA,x,y\n", ["f#1: line 5 has 3 fields where the header names 2"]),
    (
        "summary\n" + "x" * 10 + "\n\n",
        ['f#1 {"summary": "xxxxxxxxxx"}'],
    ),
    ("body\tx\n1\t2\n", ['f#1 {"body": "1", "x": "2"}']),
    ("foo,bar\n1,2\n", ["f: has no column title, text, body or content, only: foo, bar"]),
    ("", []),
]


HEADERS = [  # (header line, columns)
    ("title,text", ["title", "text"]),
    (" title ; text,more", ["title", "text,more"]),  # the delimiter that gives columns we know
    ("title;a,b,c", ["title", "a,b,c"]),
    ("a,b;c;d", ["a,b", "c", "d"]),  # else the one that gives the most
    ('"title",text', ["title", "text"]),
    ("", []),
]
LONG = {
    "rows": (b"title,text\n", b"A," + b"word " * 1000 + b"\n"),
    "one cell": (b'title,text\nA,"', b"x" * 5000),
}


@pytest.mark.parametrize(("content", "expected"), CSVS)
def test_the_records_of_a_file(content: str, expected: list[str]) -> None:
    assert_starts(shown(read, content.encode()), expected)


def test_a_header_without_an_article_is_quoted_up_to_twenty_columns() -> None:
    header = ",".join(f"c{number}" for number in range(25))
    (error,) = shown(read, header.encode())
    assert error.endswith("c18, c19")


@pytest.mark.parametrize(("line", "columns"), HEADERS)
def test_the_columns_of_a_header(line: str, columns: list[str]) -> None:
    assert parse_header(line) == columns


@pytest.mark.parametrize(
    ("columns", "expected"),
    [("Title", True), ("Full Text,x", True), ("summary", True), ("date,url", False), ("", False)],
)
def test_columns_of_an_article(columns: str, expected: bool) -> None:
    assert has_article_columns(columns.split(",")) is expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_any_encoding(encoding: str) -> None:
    content = "title,text\nA café,x\n" * 5
    assert next(shown(read, content.encode(encoding))) == next(shown(read, content.encode()))


@pytest.mark.parametrize(
    ("encoding", "bad", "expected"),
    [
        ("utf-8", b"caf\xe9", "café"),  # decoded on its own, as cp1252
        ("cp1251", b"\x98", "\ufffd"),  # no character of the encoding of the file
    ],
)
def test_a_bad_byte_damages_its_own_line_only(encoding: str, bad: bytes, expected: str) -> None:
    line = "Министр подал в отставку,сообщает газета\n".encode(encoding)
    head = b"title,text\n" + line * 2000  # past what is looked at to detect the encoding
    *_, damaged, last = csv_rows.read_table(_stream(head + bad + b",x\n" + line))[1]
    assert damaged.fields["title"] == expected
    assert last.fields["title"] == "Министр подал в отставку"


def test_a_field_over_the_limit_is_an_error_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MAX_ARTICLE_BYTES", 100)
    rows = ["title,text", f'A,"{"x" * 100}"', f'B,"{"x" * 101}"', "C,x"]
    first, error, *_ = shown(read, "\n".join(rows).encode())
    assert first == f'f#1 {{"title": "A", "text": "{"x" * 100}"}}'
    assert error.endswith(" is not CSV: field larger than field limit (100)")
    lines = f'title,text\nA,"{"x" * 60}\n{"x" * 60}"\nC,x'
    assert next(shown(read, lines.encode())).startswith("f#1: line 3 is not CSV")


def test_a_row_knows_its_last_line() -> None:
    content = b'\n\ntitle,text\nA,x\n\n"B\nB",y\nC,x,y\n'
    header, rows = csv_rows.read_table(_stream(content))
    assert header == ["title", "text"]
    assert [(row.line, row.fields.get("title")) for row in rows] == [
        (4, "A"),
        (7, "B\nB"),
        (8, None),
    ]


def test_the_digest_is_of_what_a_row_says() -> None:
    contents = [b"title,text\nA,x\n", b'"title";"text"\r\n"A";"x"\r\n', b"title,text\nA,y\n"]
    records = [next(read(_stream(content), "f")) for content in contents]
    first, same, other = (record.sha256 for record in records if isinstance(record, Record))
    assert first == same != other


@pytest.mark.parametrize("name", LONG)
def test_memory_does_not_grow_with_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 256 * 1024
    monkeypatch.setattr(csv_rows, "MAX_ARTICLE_BYTES", limit)
    assert peak_memory(read, *LONG[name]) < 16 * limit


@given(st.text(alphabet='",;ab\n\r', max_size=60))
def test_any_text_is_split_without_failing(text: str) -> None:
    list(shown(read, text.encode()))


def _stream(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)
