"""Which reader reads which file: the one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, TypeAlias

from onrecord.index.article import Article
from onrecord.index.readers import csv_rows, field_mapping
from onrecord.index.readers.html import html_reader
from onrecord.index.readers.json import document, lines
from onrecord.index.readers.plain_text import text_reader
from onrecord.index.readers.record import ReadError, Record

Splitter: TypeAlias = Callable[[IO[bytes], str], Iterator[Record | ReadError]]

# A file of one article is handed on whole; what parses it is named.
ONE = {".txt": "text", ".md": "text", ".html": "html", ".htm": "html"}
# A file of many is a stream, cut into its records.
MANY: dict[str, Splitter] = {
    ".jsonl": lines.read,
    ".ndjson": lines.read,
    ".json": document.read,
    ".csv": csv_rows.read,
    ".tsv": csv_rows.read,
}
PARSERS: dict[str, Callable[[Record], Article]] = {
    "text": text_reader.parse,
    "html": html_reader.parse,
    "json": field_mapping.parse_json,
    "row": field_mapping.parse_fields,
}


def format_suffix(name: str) -> str:
    """The suffix that tells the format of a file, without .gz; empty if no reader knows it."""
    stem = name.lower().removesuffix(".gz")
    suffix = stem[stem.rfind(".") :] if "." in stem else ""
    return suffix if suffix in ONE or suffix in MANY else ""


def known() -> str:
    """The suffixes there are readers for, to be named in messages."""
    return ", ".join((*ONE, *MANY)) + ", each also with .gz"
