"""metadata.csv: metadata that a person states about the files of a folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.index.readers.csv_rows import Row, read_table
from onrecord.index.readers.decoding.byte_streams import READ_ERRORS, describe_error
from onrecord.index.readers.json_csv_fields import normalized_name
from onrecord.index.readers.record import ReadError
from onrecord.index.text.cleaning import one_line
from onrecord.index.text.dates import parse_date_field
from onrecord.index.text.urls import web_address

NAME = "metadata.csv"
_COLUMNS = frozenset(("title", "date", "outlet", "url", "author"))


@dataclass(frozen=True, slots=True)
class FolderMetadata:
    """The rows of metadata.csv by path below the folder, and the errors in it."""

    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    errors: tuple[ReadError, ...] = ()

    def of(self, *names: str) -> dict[str, str]:
        """The metadata under these names; the last name that states a field wins."""
        return {key: value for name in names for key, value in self.rows.get(name, {}).items()}


def read(folder: str, source: str) -> FolderMetadata:
    """The metadata.csv of a folder, empty without one; `source` names it in errors."""
    path = Path(folder, NAME)
    metadata: dict[str, Mapping[str, str]] = {}
    errors: list[ReadError] = []
    if not path.is_file():
        return FolderMetadata()
    try:
        for name, fields, faults in _entries(path):
            metadata.setdefault(name, fields)
            errors += [ReadError(source, fault) for fault in faults]
    except (*READ_ERRORS, ValueError) as error:
        errors.append(ReadError(source, describe_error(error)))
    return FolderMetadata(metadata, tuple(errors))


def _entries(path: Path) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    with path.open("rb") as stream:
        header, rows = read_table(stream)
        if header and "file" not in map(normalized_name, header):
            raise ValueError(f"has no column 'file', only: {', '.join(header)}")
        for row in rows:
            name, fields, faults = _entry(row)
            yield name, fields, [f"line {row.line} {fault}" for fault in faults]


def _entry(row: Row) -> tuple[str, dict[str, str], list[str]]:
    """The file that a row is about, what it states, and what is wrong with it."""
    if row.fault:
        return "", {}, [row.fault]
    cells = {normalized_name(column): one_line(cell) for column, cell in row.fields.items()}
    name = posixpath.normpath(cells.get("file") or "").replace("\\", "/").removeprefix("./")
    stated = {column: cells[column] for column in _COLUMNS if cells.get(column)}
    faults = ["names no file"] if name == "." and stated else []
    if "date" in stated:
        day = parse_date_field(stated.pop("date"))
        if day:
            stated["date"] = day.isoformat()
        else:
            faults.append(f"has an invalid date: {cells['date']!r} (write 2024-02-17)")
    if "url" in stated and not web_address(stated["url"]):
        faults.append(f"has a URL that is not http or https: {stated.pop('url')!r}")
    return name, stated, faults
