"""CSV: an article on each row, fields named in the header; any delimiter, encoding and size."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from onrecord.index.readers.decoding.byte_streams import peek
from onrecord.index.readers.decoding.charset import decode, decode_as, detect_encoding
from onrecord.index.readers.field_mapping import map_fields
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the names of the header, or what is wrong with it; `line` is where it ends."""

    line: int
    fields: Mapping[str, str]
    fault: str = ""


def read(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of a stream, numbered from 1, the header not counted.

    The sha256 of a record is that of its fields written as JSON with the names of the header:
    what a row says, whichever quotes it is written in.
    """
    header, rows = table(stream)
    if header and not names_articles(header):
        columns = ", ".join(header[:20])
        yield ReadError(source, f"has no column title, text, body or content, only: {columns}")
        return
    for number, row in enumerate(rows, start=1):
        name = f"{source}#{number}"
        if row.fault:
            yield ReadError(name, f"line {row.line} {row.fault}")
        else:
            yield Record(name, _digest(row.fields), "row", row.fields)


def names_articles(header: Iterable[str]) -> bool:
    """Whether the columns include one that an article can be made of."""
    return (
        not map_fields(dict.fromkeys(header, "x")).keys().isdisjoint(("title", "text", "summary"))
    )


def header_of(line: str) -> list[str]:
    """The names in a header line, split at the delimiter that gives the best names."""
    return _split(line, _delimiter_of(line))


def table(stream: IO[bytes]) -> tuple[list[str], Iterator[Row]]:
    """The header of a CSV stream, and its rows; both empty if it is."""
    csv.field_size_limit(MAX_ARTICLE_BYTES)
    head, stream = peek(stream)
    text = _lines(stream, detect_encoding(head))
    for number, line in enumerate(text, start=1):
        if line.strip():
            delimiter = _delimiter_of(line)
            header = _split(line, delimiter)
            return header, _rows(text, header, delimiter, number)
    return [], iter(())


def _rows(text: Iterator[str], header: list[str], delimiter: str, above: int) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(above + reader.line_num, {}, f"is not CSV: {error}")
            continue
        if any(fields[len(header) :]):
            yield Row(above + reader.line_num, {}, _too_many(fields, header))
        elif fields:
            yield Row(above + reader.line_num, dict(zip(header, fields, strict=False)))


def _too_many(fields: list[str], header: list[str]) -> str:
    return (
        f"has {len(fields)} fields where the header names {len(header)}: "
        "a text with a delimiter in it needs quotes around it"
    )


def _lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """The lines decoded each on its own, so that one bad byte harms one line."""
    while content := stream.readline(MAX_ARTICLE_BYTES):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = decode(content) if encoding == "utf-8" else decode_as(content, encoding)
        if "\r" in text:
            yield from io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
        else:
            yield text


def _delimiter_of(header: str) -> str:
    def names(delimiter: str) -> tuple[int, int]:
        fields = _split(header, delimiter)
        return len(map_fields(dict.fromkeys(fields, "x"))), len(fields)

    return max(_DELIMITERS, key=names)


def _split(line: str, delimiter: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _digest(fields: Mapping[str, str]) -> str:
    written = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()
