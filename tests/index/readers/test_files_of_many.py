"""JSON Lines, JSON and CSV are cut into their records, in bounded memory, errors among them."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers import ReadError, Record, csv_rows, json_reader
from onrecord.index.readers.decoding.byte_streams import utf8_stream
from onrecord.index.readers.format_registry import Splitter

JSON_LINES = [
    ('{"a":1}\n{"a":2}', ['f#1 {"a":1}', 'f#2 {"a":2}']),
    ('{"a":1}\r\n\r\n  \n{bad\n', ['f#1 {"a":1}', "f#2 {bad"]),
    ("", []),
]
JSON_DOCUMENTS = [
    ('{"a": 1}', ['f {"a": 1}']),
    ('[{"a": 1}, {"b": "] } \\" ["}]', ['f#1 {"a": 1}', 'f#2 {"b": "] } \\" ["}']),
    (
        '{"n": 2, "articles": [{"a": 1}, {"a": [{}]}], "x": [1]}',
        ['f#1 {"a": 1}', 'f#2 {"a": [{}]}'],
    ),
    ('{"response": {"docs": [{"a": 1}]}}', ['f#1 {"a": 1}']),
    ('{"title": "a feed", "items": [{"a": 1}]}', ['f#1 {"a": 1}']),
    ('{"text": "x", "items": [{"a": 1}]}', ['f {"text": "x", "items": [{"a": 1}]}']),
    ('{"tags": [{"items": [1]}]}', ['f {"tags": [{"items": [1]}]}']),
    ('{"a": 1}\n{"b": 2}', ['f#1 {"a": 1}', 'f#2 {"b": 2}']),  # JSON Lines by another name
    ('[{"a": 1}, 5, "x", null,]', ['f#1 {"a": 1}', "f#2 5", 'f#3 "x"', "f#4 null"]),
    ("[]", []),
    ('[{"a": 1}, {"b": ', ['f#1 {"a": 1}', "f: ends in the middle of an article or list"]),
    ('[{"a": 1}, {"b": "', ['f#1 {"a": 1}', "f: ends in the middle of an article or list"]),
    ('[{"a": 1}}', ["f: is not JSON: a list ends with }"]),
    ('{"a": 1', ["f: ends in the middle"]),
    ("hello", ["f: is not JSON: there is no object in it"]),
    ("", ["f: is not JSON: there is no object in it"]),
    ('"x"', ['f: is not JSON: "x" outside an object']),
    ("[" * 1000 + "]" * 1000, ["f#1 " + "[" * 999 + "]" * 999]),
]
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
    ("foo,bar\n1,2\n", ["f: has no column title, text, body or content, only: foo, bar"]),
    ("", []),
]


@pytest.mark.parametrize(
    ("split", "content", "expected"),
    [(json_reader.read_lines, *row) for row in JSON_LINES]
    + [(json_reader.read_document, *row) for row in JSON_DOCUMENTS]
    + [(csv_rows.read, *row) for row in CSVS],
)
def test_the_records_of_a_file(split: Splitter, content: str, expected: list[str]) -> None:
    found = list(_shown(split, content.encode()))
    assert len(found) == len(expected)
    assert all(shown.startswith(start) for shown, start in zip(found, expected, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize(
    ("split", "content"),
    [
        (csv_rows.read, "title,text\nA café,x\n" * 5),
        (json_reader.read_document, '[{"title": "A"}]'),
    ],
)
def test_any_encoding(split: Splitter, content: str, encoding: str) -> None:
    assert next(_shown(split, content.encode(encoding))) == next(_shown(split, content.encode()))


ARTICLE = json.dumps({"title": "A", "text": "word " * 1000}).encode()
LONG = {
    "lines": (json_reader.read_lines, b"", ARTICLE, b"\n"),
    "array": (json_reader.read_document, b"[", ARTICLE, b","),
    "csv": (csv_rows.read, b"title,text\n", b"A," + b"word " * 1000, b"\n"),
    "one line": (json_reader.read_lines, b'{"text": "', b"x" * 5000, b""),
    "one string": (json_reader.read_document, b'[{"text": "', b"x" * 5000, b""),
    "one cell": (csv_rows.read, b'title,text\nA,"', b"x" * 5000, b""),
}


@pytest.mark.parametrize("name", LONG)
def test_memory_does_not_grow_with_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 256 * 1024
    for module in ("json_reader", "csv_rows", "decoding.byte_streams"):
        monkeypatch.setattr(f"onrecord.index.readers.{module}.MAX_ARTICLE_BYTES", limit)
    split, head, piece, gap = LONG[name]
    stream = utf8_stream(_Repeated(head, piece + gap, 16 * 1024 * 1024))
    tracemalloc.start()
    for _ in split(stream, "f"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * limit


def test_what_follows_an_article_too_large_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("json_reader", "decoding.byte_streams"):
        monkeypatch.setattr(f"onrecord.index.readers.{module}.MAX_ARTICLE_BYTES", 1000)
    large = '{"text": "' + 'x\\"' * 500_000 + '"}'
    for split, content in (
        (json_reader.read_document, f'[{large}, {{"a": 1}}]'),
        (json_reader.read_lines, f'{large}\n{{"a": 1}}'),
    ):
        first, second = _shown(split, content.encode())
        assert first.startswith("f#1: is larger than")
        assert second == 'f#2 {"a": 1}'


@given(st.text(alphabet='{}[],:"\\ a1\n', max_size=60))
def test_any_text_is_cut_without_failing(text: str) -> None:
    for split in (json_reader.read_document, json_reader.read_lines, csv_rows.read):
        list(_shown(split, text.encode()))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4), max_size=5))
def test_an_array_is_cut_where_json_has_it(rows: list[dict[str, str]]) -> None:
    content = json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")
    pieces = [
        record.content
        for record in json_reader.read_document(utf8_stream(io.BytesIO(content)), "f")
        if isinstance(record, Record)
    ]
    assert [json.loads(piece) for piece in pieces if isinstance(piece, bytes)] == json.loads(
        content
    )


def _shown(split: Splitter, content: bytes) -> Iterator[str]:
    for found in split(utf8_stream(io.BytesIO(content)), "f"):
        if isinstance(found, ReadError):
            yield str(found)
        elif isinstance(found.content, bytes):
            yield f"{found.source} {found.content.decode()}"
        else:
            yield f"{found.source} {json.dumps(found.content, ensure_ascii=True)}"


class _Repeated:
    """A stream of any length that is never in memory."""

    def __init__(self, head: bytes, piece: bytes, length: int) -> None:
        self.head, self.block, self.left = head, piece * 64, length

    def read(self, size: int = -1, /) -> bytes:
        if self.head:
            head, self.head = self.head, b""
            return head
        block = self.block[: max(0, min(size, self.left))]
        self.left -= len(block)
        return block
