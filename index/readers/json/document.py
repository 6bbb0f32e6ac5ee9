"""A JSON file: one object, an array of objects, or an object with the array among its fields.

The file is never held whole: it is cut into its articles by following brackets and strings
only, in linear time; each piece is parsed later, on its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from onrecord.index.readers.decoding.byte_streams import too_large_message
from onrecord.index.readers.field_mapping import SPELLINGS, normalized_name
from onrecord.index.readers.json.stream import Cursor
from onrecord.index.readers.record import ReadError, Record

# The names under which an object may keep its articles, spelled as `normalized_name` gives them.
_LISTS = frozenset(
    ("articles", "data", "docs", "documents", "hits", "items", "news", "records", "results")
)
_OF_AN_ARTICLE = frozenset(SPELLINGS["text"])  # a feed may have a title too
_DEEPEST_LIST = 2  # {"response": {"docs": [...]}}


@dataclass(frozen=True, slots=True)
class _Piece:
    """The bytes of one value, None if too many; `alone` if it is not part of a list."""

    content: bytes | None
    alone: bool = False


class _NotJson(ValueError):
    """The brackets do not match, or there are none."""


def read(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of the file, numbered from 1 unless it is a single object."""
    held: _Piece | None = None  # an object gets a number only when something follows it
    number = 0
    try:
        for piece in _pieces(Cursor(stream)):
            if held:
                number += 1
                yield _record(held, f"{source}#{number}")
            held = piece
    except _NotJson as error:
        if held:
            yield _record(held, f"{source}#{number + 1}")
        yield ReadError(source, str(error))
        return
    if held:
        yield _record(held, source if held.alone and not number else f"{source}#{number + 1}")


def _record(piece: _Piece, name: str) -> Record | ReadError:
    if piece.content is None:
        return ReadError(name, too_large_message())
    return Record(name, hashlib.sha256(piece.content).hexdigest(), "json", piece.content)


def _pieces(cursor: Cursor) -> Iterator[_Piece]:
    empty = True
    while token := cursor.next():
        if token == b"[":
            yield from _items(cursor)
        elif token == b"{":
            yield from _object(cursor)
        elif token != b",":
            raise _NotJson(f"is not JSON: {token[:20].decode(errors='replace')} outside an object")
        empty = False
    if empty:
        raise _NotJson("is not JSON: there is no object in it")


def _object(cursor: Cursor) -> Iterator[_Piece]:
    """The object itself; or, if it has one, the items of its list of articles."""
    cursor.open(token=True)
    depth, is_article, has_list = 1, False, False
    before = key = b""
    while depth:
        token = _expect(cursor)
        if token == b":":
            key = before
            is_article |= depth == 1 and _name(key) in _OF_AN_ARTICLE
        elif token == b"[" and depth <= _DEEPEST_LIST and not is_article and _name(key) in _LISTS:
            has_list = True
            yield from _items(cursor)
        elif token in b"[{":
            depth += 1 if token == b"{" else _DEEPEST_LIST  # no list of articles within a list
            key = b""
        elif token in b"]}":
            depth -= 1 if token == b"}" else _DEEPEST_LIST
        before = token
    if not has_list:
        yield _Piece(cursor.cut(token=True), alone=True)


def _items(cursor: Cursor) -> Iterator[_Piece]:
    """The values of the array that has just begun."""
    depth = 0
    cursor.open(token=False)
    while True:
        token = _expect(cursor)
        if depth == 0 and token in b",]":
            content = cursor.cut(token=False)
            if content != b"":
                yield _Piece(content)
            if token == b"]":
                return
            cursor.open(token=False)
        elif token in b"[{":
            depth += 1
        elif token in b"]}":
            depth -= 1
            if depth < 0:
                raise _NotJson("is not JSON: a list ends with } instead of ]")


def _expect(cursor: Cursor) -> bytes:
    token = cursor.next()
    if not token:
        raise _NotJson("ends in the middle of an article or list; it may be cut off")
    return token


def _name(key: bytes) -> str:
    return normalized_name(key.decode("utf-8", "replace"))
