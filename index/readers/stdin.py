"""Standard input: JSON Lines, JSON, CSV, HTML or one text, detected by how it starts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import IO

from onrecord.index.readers import csv_rows, json_reader
from onrecord.index.readers.decoding.byte_streams import peek, too_large_message, utf8_stream
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

NAME = "-"
_MAX_LINE_LENGTH = 10_000  # of a line looked at
_HTML_START = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)


def read(stream: IO[bytes]) -> Iterator[Record | ReadError]:
    """The records of a stream of unknown format."""
    head, stream = peek(utf8_stream(stream))
    start = decode(head).lstrip()
    first_line = start.split("\n", maxsplit=1)[0]
    if start[:1] in ("{", "["):
        is_lines = _is_object(first_line)
        read_json = json_reader.read_lines if is_lines else json_reader.read_document
        yield from read_json(stream, NAME)
    elif _is_header(first_line):
        yield from csv_rows.read(stream, NAME)
    else:
        yield _one(
            stream.read(MAX_ARTICLE_BYTES + 1), "html" if _HTML_START.match(start) else "text"
        )


def _one(content: bytes, format: str) -> Record | ReadError:
    if len(content) > MAX_ARTICLE_BYTES:
        return ReadError(NAME, too_large_message())
    return Record(NAME, hashlib.sha256(content).hexdigest(), format, content)


def _is_object(line: str) -> bool:
    """Whether a line is an object; a long one that may be cut counts as one."""
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return line.startswith("{") and len(line) > _MAX_LINE_LENGTH


def _is_header(line: str) -> bool:
    names = csv_rows.parse_header(line[:_MAX_LINE_LENGTH])
    return len(names) > 1 and csv_rows.has_article_columns(names)
