"""Hits as CSV and JSON Lines: one place for the columns of the command line and of the exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.search.results.models import SearchResults, facts_of

COLUMNS = (
    "id", "title", "outlet", "date", "url", "author", "language",
    "source", "sha256", "score", "matched_as", "snippets",
)  # fmt: skip
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def json_lines(pages: Iterable[SearchResults]) -> Iterator[str]:
    """One hit a line, with the same keys as in JSON."""
    for results in pages:
        for hit in results.hits:
            yield json.dumps(hit.to_json(), ensure_ascii=False)


def csv_lines(pages: Iterable[SearchResults]) -> Iterator[str]:
    """A row of names, then one hit a row; snippets joined by ` … `."""
    yield row(COLUMNS)
    for results in pages:
        for hit in results.hits:
            cells = facts_of(hit) | {"snippets": " … ".join(s.text for s in hit.snippets)}
            yield row(cells[column] for column in COLUMNS)


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: one that might be gets an apostrophe.

    Articles are hostile input, and CSV is opened with a double click; JSON Lines has them as is.
    """
    is_risky = isinstance(cell, str) and cell.startswith(FORMULA_SIGNS)
    return f"'{cell}" if is_risky else cell


def row(values: Iterable[Any]) -> str:
    """A line of CSV, without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(map(harmless, values))
    return line.getvalue()
