"""Exports hits as CSV and JSON Lines, for the command line and the API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.search.results.models import SearchResults, to_dict

COLUMNS = (
    "id", "title", "outlet", "date", "url", "author", "language",
    "source", "sha256", "score", "matched_as", "snippets",
)  # fmt: skip
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")


def json_lines(pages: Iterable[SearchResults]) -> Iterator[str]:
    """One hit per line, with the same keys as in JSON."""
    for results in pages:
        for hit in results.hits:
            yield json.dumps(hit.to_dict(), ensure_ascii=False)


def csv_lines(pages: Iterable[SearchResults]) -> Iterator[str]:
    """A header, then one hit per row; snippets are joined by ` … `."""
    yield csv_row(COLUMNS)
    for results in pages:
        for hit in results.hits:
            cells = to_dict(hit) | {"snippets": " … ".join(s.text for s in hit.snippets)}
            yield csv_row(cells[column] for column in COLUMNS)


def escape_formula(cell: Any) -> Any:
    """Prefixes text that a spreadsheet would run as a formula with an apostrophe."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_PREFIXES)
    return f"'{cell}" if is_formula else cell


def csv_row(values: Iterable[Any]) -> str:
    """A line of CSV, without the line end."""
    line = io.StringIO()
    csv.writer(line).writerow(map(escape_formula, values))
    return line.getvalue().removesuffix("\r\n")
