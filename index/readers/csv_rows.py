"""CSV with a header and one article a row; any delimiter, encoding and size."""

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
from onrecord.index.readers.json_csv_fields import map_fields
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a row by column, or what is wrong with it; `line` is its last line."""

    line: int
    fields: Mapping[str, str]
    fault: str = ""


def read(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of a stream, numbered from 1 after the header.

    The sha256 of a record is that of its fields as JSON, so that it does not depend on quoting.
    """
    header, rows = read_table(stream)
    if header and not has_article_columns(header):
        columns = ", ".join(header[:20])
        yield ReadError(source, f"has no column title, text, body or content, only: {columns}")
        return
    for number, row in enumerate(rows, start=1):
        name = f"{source}#{number}"
        if row.fault:
            yield ReadError(name, f"line {row.line} {row.fault}")
        else:
            yield Record(name, _digest(row.fields), "row", row.fields)


def has_article_columns(header: Iterable[str]) -> bool:
    """Whether a column holds a title or text."""
    return (
        not map_fields(dict.fromkeys(header, "x")).keys().isdisjoint(("title", "text", "summary"))
    )


def parse_header(line: str) -> list[str]:
    """The columns in a header line, split at its most likely delimiter."""
    return _split(line, _delimiter_of(line))


def read_table(stream: IO[bytes]) -> tuple[list[str], Iterator[Row]]:
    """The header and the rows of a CSV stream; both are empty if it is."""
    csv.field_size_limit(MAX_ARTICLE_BYTES)
    head, stream = peek(stream)
    lines = _lines(stream, detect_encoding(head))
    for number, line in enumerate(lines, start=1):
        if line.strip():
            delimiter = _delimiter_of(line)
            header = _split(line, delimiter)
            return header, _rows(lines, header, delimiter, number)
    return [], iter(())


def _rows(
    lines: Iterator[str], header: list[str], delimiter: str, header_line: int
) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(header_line + reader.line_num, {}, f"is not CSV: {error}")
            continue
        if any(fields[len(header) :]):
            yield Row(header_line + reader.line_num, {}, _too_many_fields(fields, header))
        elif fields:
            yield Row(header_line + reader.line_num, dict(zip(header, fields, strict=False)))


def _too_many_fields(fields: list[str], header: list[str]) -> str:
    return (
        f"has {len(fields)} fields where the header names {len(header)}: "
        "a text with a delimiter in it needs quotes around it"
    )


def _lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """The lines, each decoded on its own, so that a bad byte damages one line only."""
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
    """The delimiter that gives the most columns we know, then the most columns."""

    def columns(delimiter: str) -> tuple[int, int]:
        fields = _split(header, delimiter)
        return len(map_fields(dict.fromkeys(fields, "x"))), len(fields)

    return max(_DELIMITERS, key=columns)


def _split(line: str, delimiter: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _digest(fields: Mapping[str, str]) -> str:
    written = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()
