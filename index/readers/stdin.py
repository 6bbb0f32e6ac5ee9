"""Standard input: JSON Lines, JSON, CSV, HTML or one text, told by how it begins."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import IO

from onrecord.index.readers import csv_rows
from onrecord.index.readers.decoding.byte_streams import peek, plain, too_large_message
from onrecord.index.readers.decoding.charset import decode
from onrecord.index.readers.json import document, lines
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

NAME = "-"
_PAGE = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)


def read(stream: IO[bytes]) -> Iterator[Record | ReadError]:
    """The records of a stream of unknown format."""
    head, stream = peek(plain(stream))
    start = decode(head).lstrip()
    first_line = start.split("\n", maxsplit=1)[0]
    if start[:1] in ("{", "["):
        split = lines.read if _is_object(first_line) else document.read
        yield from split(stream, NAME)
    elif _is_header(first_line):
        yield from csv_rows.read(stream, NAME)
    else:
        yield _one(stream.read(MAX_ARTICLE_BYTES + 1), "html" if _PAGE.match(start) else "text")


def _one(content: bytes, kind: str) -> Record | ReadError:
    if len(content) > MAX_ARTICLE_BYTES:
        return ReadError(NAME, too_large_message())
    return Record(NAME, hashlib.sha256(content).hexdigest(), kind, content)


def _is_object(line: str) -> bool:
    """Whether a line is an object of its own; one longer than what was read counts as such."""
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return line.startswith("{") and len(line) > 10_000


def _is_header(line: str) -> bool:
    names = csv_rows.header_of(line[:10_000])
    return len(names) > 1 and csv_rows.names_articles(names)
