"""The table of file formats: which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, TypeAlias

from onrecord.index.article import Article
from onrecord.index.readers import csv_rows, json_csv_fields, json_reader, plain_text
from onrecord.index.readers.html import reader as html_reader
from onrecord.index.readers.record import ReadError, Record

Splitter: TypeAlias = Callable[[IO[bytes], str], Iterator[Record | ReadError]]

# The parser of a file with a single article.
SINGLE_ARTICLE = {".txt": "text", ".md": "text", ".html": "html", ".htm": "html"}
# How a file with many articles is split into records.
SPLITTERS: dict[str, Splitter] = {
    ".jsonl": json_reader.read_lines,
    ".ndjson": json_reader.read_lines,
    ".json": json_reader.read_document,
    ".csv": csv_rows.read,
    ".tsv": csv_rows.read,
}
PARSERS: dict[str, Callable[[Record], Article]] = {
    "text": plain_text.parse,
    "html": html_reader.parse,
    "json": json_csv_fields.parse_json,
    "row": json_csv_fields.parse_fields,
}


def format_suffix(name: str) -> str:
    """The suffix that determines the format, without .gz; empty if it is unsupported."""
    stem = name.lower().removesuffix(".gz")
    suffix = stem[stem.rfind(".") :] if "." in stem else ""
    return suffix if suffix in SINGLE_ARTICLE or suffix in SPLITTERS else ""


def supported_formats() -> str:
    """The supported suffixes, for messages."""
    return ", ".join((*SINGLE_ARTICLE, *SPLITTERS)) + ", each also with .gz"
