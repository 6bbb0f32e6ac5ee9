"""JSON Lines, and JSON documents: an object, an array, or an object with an array of articles.

Documents are split into records in linear time and bounded memory, by following brackets and
strings only; the records are parsed later, in worker processes. A JSON library cannot do that:
an error anywhere would end the file, and a record's own bytes, of which we keep the digest,
would be lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from onrecord.index.readers.decoding.byte_streams import iter_lines, too_large_message
from onrecord.index.readers.json_csv_fields import FIELD_NAMES, normalized_name
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

# The names under which an object may keep its articles, as `normalized_name` spells them.
_LIST_NAMES = frozenset(
    ("articles", "data", "docs", "documents", "hits", "items", "news", "records", "results")
)
_TEXT_NAMES = frozenset(FIELD_NAMES["text"])  # mark an article; a feed may have a title too
_MAX_LIST_DEPTH = 2  # {"response": {"docs": [...]}}
_STRING_BODY = rb'(?:[^"\\]++|\\.)*+'
_IN_STRING = re.compile(_STRING_BODY, re.DOTALL)
_TOKEN = re.compile(rb'"' + _STRING_BODY + rb'"|["\[\]{},:]', re.DOTALL)
_CHUNK_BYTES = 256 * 1024


def read_lines(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of a JSON Lines stream, numbered from 1; empty lines do not count."""
    lines = (line for line in iter_lines(stream) if line is None or line.strip())
    for number, line in enumerate(lines, start=1):
        yield _record(line, f"{source}#{number}")


def read_document(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of a JSON document, numbered from 1 unless it is a single object."""
    previous: _Piece | None = None  # an object gets a number only if something follows it
    number = 0
    try:
        for piece in _pieces(Tokenizer(stream)):
            if previous:
                number += 1
                yield _record(previous.content, f"{source}#{number}")
            previous = piece
    except _NotJson as error:
        if previous:
            yield _record(previous.content, f"{source}#{number + 1}")
        yield ReadError(source, str(error))
        return
    if previous:
        is_single = previous.is_object and not number
        yield _record(previous.content, source if is_single else f"{source}#{number + 1}")


def _record(content: bytes | None, name: str) -> Record | ReadError:
    if content is None:
        return ReadError(name, too_large_message())
    return Record(name, hashlib.sha256(content).hexdigest(), "json", content)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The bytes of a value, None if too many; `is_object` for an object outside of lists."""

    content: bytes | None
    is_object: bool = False


class _NotJson(ValueError):
    """The brackets do not match, or there are none."""


def _pieces(tokens: Tokenizer) -> Iterator[_Piece]:
    is_empty = True
    while token := tokens.next():
        if token == b"[":
            yield from _items(tokens)
        elif token == b"{":
            yield from _object(tokens)
        elif token != b",":
            raise _NotJson(f"is not JSON: {token[:20].decode(errors='replace')} outside an object")
        is_empty = False
    if is_empty:
        raise _NotJson("is not JSON: there is no object in it")


def _object(tokens: Tokenizer) -> Iterator[_Piece]:
    """The items of the object's list of articles; without such a list, the object itself."""
    tokens.open(with_token=True)
    depth, is_article, has_list = 1, False, False
    before = key = b""
    while depth:
        token = _expect(tokens)
        if token == b":":
            key = before
            is_article |= depth == 1 and _name(key) in _TEXT_NAMES
        elif token == b"[" and _may_be_list(key, depth) and not is_article:
            has_list = True
            yield from _items(tokens)
        elif token in b"[{":
            depth += 1 if token == b"{" else _MAX_LIST_DEPTH  # no list of articles within a list
            key = b""
        elif token in b"]}":
            depth -= 1 if token == b"}" else _MAX_LIST_DEPTH
        before = token
    if not has_list:
        yield _Piece(tokens.cut(with_token=True), is_object=True)


def _may_be_list(key: bytes, depth: int) -> bool:
    return depth <= _MAX_LIST_DEPTH and _name(key) in _LIST_NAMES


def _items(tokens: Tokenizer) -> Iterator[_Piece]:
    """The values of the array that has just begun."""
    depth = 0
    tokens.open()
    while True:
        token = _expect(tokens)
        if depth == 0 and token in b",]":
            content = tokens.cut()
            if content != b"":
                yield _Piece(content)
            if token == b"]":
                return
            tokens.open()
        elif token in b"[{":
            depth += 1
        elif token in b"]}":
            depth -= 1
            if depth < 0:
                raise _NotJson("is not JSON: a list ends with } instead of ]")


def _expect(tokens: Tokenizer) -> bytes:
    token = tokens.next()
    if not token:
        raise _NotJson("ends in the middle of an article or list; it may be cut off")
    return token


def _name(key: bytes) -> str:
    return normalized_name(key.decode("utf-8", "replace"))


@dataclass(slots=True)
class Tokenizer:
    """Brackets and strings of a JSON stream; keeps the bytes since `open` until `cut`."""

    stream: IO[bytes]
    _window: bytes = b""
    _position: int = 0
    _opened: int | None = None
    _has_overflowed: bool = False

    def next(self) -> bytes:
        """The next bracket, comma, colon or whole string; empty at the end of the stream."""
        while True:
            found = _TOKEN.search(self._window, self._position)
            if found and found[0] != b'"':
                self._position = found.end()
                return found[0]
            self._position = found.start() if found else len(self._window)
            if not self._fill():
                return b""

    def open(self, *, with_token: bool = False) -> None:
        """Start a piece after the token just read, or with it."""
        self._opened = self._position - with_token
        self._has_overflowed = False

    def cut(self, *, with_token: bool = False) -> bytes | None:
        """The piece up to the token just read, or with it; None if it is too large."""
        end = self._position - (not with_token)
        piece = self._window[self._opened : end].strip()
        self._opened = None
        return None if self._has_overflowed or len(piece) > MAX_ARTICLE_BYTES else piece

    def _fill(self) -> bool:
        """Drop what is done and read on, more at once the longer a string is: linear time."""
        keep = self._position if self._opened is None else self._opened
        if len(self._window) - keep > MAX_ARTICLE_BYTES:
            self._overflow()
            keep = 0
        more = self.stream.read(max(_CHUNK_BYTES, len(self._window) - self._position))
        self._window = self._window[keep:] + more
        self._position -= keep
        if self._opened is not None:
            self._opened -= keep
        return bool(more)

    def _overflow(self) -> None:
        """Give up the bytes of the open piece, and of the string that it may end within."""
        rest = self._window[self._position :]
        if rest.startswith(b'"') and (body := _IN_STRING.match(rest, 1)):
            rest = b'"' + rest[body.end() :]
        self._window, self._position = rest, 0
        if self._opened is not None:
            self._opened, self._has_overflowed = 0, True
