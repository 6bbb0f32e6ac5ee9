"""JSON Lines and JSON documents are split into records, in bounded memory, errors among them."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers import Record, json_reader
from onrecord.index.readers.decoding.byte_streams import utf8_stream
from onrecord.index.readers.format_registry import Splitter
from onrecord.index.readers.json_reader import read_document, read_lines
from tests.index.readers.splitting import assert_starts, peak_memory, shown

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
    ('{"a": 1} [{"b": 2}]', ['f#1 {"a": 1}', 'f#2 {"b": 2}']),
    ('{"a": 1}, {"b": ', ['f#1 {"a": 1}', "f: ends in the middle"]),
    ('{"data": {"response": {"docs": [{"a": 1}]}}}', ['f {"data"']),  # too deep
    ('{"data": [{"docs": [{"a": 1}]}]}', ['f#1 {"docs"']),
    ('{"x": [[1], {"docs": [1]}], "docs": [{"a": 1}]}', ['f#1 {"a": 1}']),
    ('{"docs": 1, "x": [1]}', ['f {"docs": 1, "x": [1]}']),
    ('{"a": {"docs": 1}, "x": [1]}', ['f {"a": {"docs": 1}, "x": [1]}']),
    ('{"Items": [ {"a": 1} , [2] ]}', ['f#1 {"a": 1}', "f#2 [2]"]),
    ('{"a": {"text": "x"}, "items": [{"b": 1}]}', ['f#1 {"b": 1}']),  # not the text of an article
    ('{"items": [{"a": 1}], "text": "x", "news": [{"b": 1}]}', ['f#1 {"a": 1}']),
    ("5", ["f: is not JSON: there is no object in it"]),
    ('{"a": "' + "\\\\" + '"}', ['f {"a": "' + "\\\\" + '"}']),
    ("[[]]", ["f#1 []"]),
    ('[{"a": 1}}', ["f: is not JSON: a list ends with }"]),
    ('{"a": 1', ["f: ends in the middle"]),
    ("hello", ["f: is not JSON: there is no object in it"]),
    ("", ["f: is not JSON: there is no object in it"]),
    ('"x"', ['f: is not JSON: "x" outside an object']),
    ("[" * 1000 + "]" * 1000, ["f#1 " + "[" * 999 + "]" * 999]),
]
ARTICLE = json.dumps({"title": "A", "text": "word " * 1000}).encode()
LONG = {
    "lines": (read_lines, b"", ARTICLE + b"\n"),
    "array": (read_document, b"[", ARTICLE + b","),
    "one line": (read_lines, b'{"text": "', b"x" * 5000),
    "one string": (read_document, b'[{"text": "', b"x" * 5000),
}
LIMIT = 1000  # bytes of an article


@pytest.fixture
def _limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("json_reader", "decoding.byte_streams"):
        monkeypatch.setattr(f"onrecord.index.readers.{module}.MAX_ARTICLE_BYTES", LIMIT)
    monkeypatch.setattr(json_reader, "_CHUNK_BYTES", 10)


@pytest.mark.parametrize(
    ("split", "content", "expected"),
    [(read_lines, *row) for row in JSON_LINES] + [(read_document, *row) for row in JSON_DOCUMENTS],
)
def test_the_records_of_a_file(split: Splitter, content: str, expected: list[str]) -> None:
    assert_starts(shown(split, content.encode()), expected)


@pytest.mark.parametrize(("content", "expected"), JSON_DOCUMENTS)
@pytest.mark.usefixtures("_limit")
def test_a_document_read_in_small_pieces(content: str, expected: list[str]) -> None:
    if len(content) <= LIMIT:
        assert_starts(shown(read_document, content.encode()), expected)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_any_encoding(encoding: str) -> None:
    content = '[{"title": "A"}]'
    assert list(shown(read_document, content.encode(encoding))) == ['f#1 {"title": "A"}']


@pytest.mark.parametrize("name", LONG)
def test_memory_does_not_grow_with_the_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 256 * 1024
    for module in ("json_reader", "decoding.byte_streams"):
        monkeypatch.setattr(f"onrecord.index.readers.{module}.MAX_ARTICLE_BYTES", limit)
    assert peak_memory(*LONG[name]) < 16 * limit


LARGE = [  # (an article over the limit)
    '{"text": "' + 'x\\"' * 50_000 + '"}',  # one string
    '{"tags": [' + "1, " * 5_000 + "2]}",  # one list
    '{"text": "' + "x" * (LIMIT - 29) + '", "tags": ["a", "]"]}',
]


@pytest.mark.parametrize("large", LARGE, ids=["string", "list", "by a byte"])
@pytest.mark.usefixtures("_limit")
def test_what_follows_an_article_too_large_is_read(large: str) -> None:
    for split, content in (
        (read_document, f'[{large}, {{"a": 1}}]'),
        (read_document, f'{large} {{"a": 1}}'),
        (read_lines, f'{large}\n{{"a": 1}}'),
    ):
        first, second = shown(split, content.encode())
        assert first.startswith("f#1: is larger than")
        assert second == 'f#2 {"a": 1}'


@pytest.mark.usefixtures("_limit")
def test_an_article_within_the_limit_is_read_whole() -> None:
    article = '{"text": "' + "x" * (LIMIT - 12) + '"}'
    for split, content in ((read_document, f"[ {article} ]"), (read_lines, article)):
        assert list(shown(split, content.encode())) == [f"f#1 {article}"]


@given(st.text(alphabet='{}[],:"\\ a1\n', max_size=60))
def test_any_text_is_split_without_failing(text: str) -> None:
    for split in (read_document, read_lines):
        list(shown(split, text.encode()))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4), max_size=5))
def test_an_array_is_split_where_json_does(rows: list[dict[str, str]]) -> None:
    content = json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")
    pieces = [
        record.content
        for record in read_document(utf8_stream(io.BytesIO(content)), "f")
        if isinstance(record, Record)
    ]
    assert [json.loads(piece) for piece in pieces if isinstance(piece, bytes)] == json.loads(
        content
    )
