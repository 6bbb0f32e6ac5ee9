"""Reads quotations to check from a file: text lines, CSV or JSON Lines."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from onrecord.index.readers import csv_rows
from onrecord.index.readers.decoding.charset import decode
from onrecord.search.quote_check.batch import Claim

TEXT_NAMES = ("quotation", "quote", "claim", "text")
ID_NAMES = ("id", "number", "key")


def read_claims(file: IO[bytes], name: str) -> Iterator[Claim]:
    """The claims in a file; a bad row gives a claim with its problem."""
    if name.lower().endswith(".csv"):
        return _from_csv(file)
    return _from_lines(io.StringIO(decode(file.read())))


def _from_lines(lines: Iterable[str]) -> Iterator[Claim]:
    """Claims from lines of text, `id<TAB>text` or JSON objects."""
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("{"):
            yield _from_json(line, number)
        elif line.strip():
            identity, tab, text = line.strip("\r\n").partition("\t")
            yield Claim(identity, text) if tab else Claim(str(number), identity)


def _from_json(line: str, number: int) -> Claim:
    try:
        values = json.loads(line)
    except ValueError as error:
        return Claim(str(number), line.strip(), f"line {number} is not JSON: {error}")
    return _claim(values, number, f"line {number}")


def _from_csv(file: IO[bytes]) -> Iterator[Claim]:
    header, rows = csv_rows.read_table(file)
    names = [name.lower() for name in header]
    for number, row in enumerate(rows, start=1):
        where = f"line {row.line}"
        if row.fault:
            yield Claim(str(number), "", f"{where} {row.fault}")
        else:
            yield _claim(dict(zip(names, row.fields.values(), strict=False)), number, where)


def _claim(values: Mapping[str, Any], number: int, where: str) -> Claim:
    identity = next((str(values[name]) for name in ID_NAMES if values.get(name)), str(number))
    text = next((values[name] for name in TEXT_NAMES if values.get(name)), None)
    if isinstance(text, str):
        return Claim(identity, text)
    return Claim(identity, "", f"{where} has no quotation; name its field {TEXT_NAMES[0]!r}")
