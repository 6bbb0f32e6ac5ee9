"""metadata.csv: what a person vouches for and the texts of a folder do not say."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.index.readers.csv_rows import Row, table
from onrecord.index.readers.decoding.byte_streams import READ_ERRORS, describe_error
from onrecord.index.readers.field_mapping import normalized_name
from onrecord.index.readers.record import ReadError
from onrecord.index.text.cleaning import one_line
from onrecord.index.text.dates import parse_date_field
from onrecord.index.text.urls import web_address

NAME = "metadata.csv"
_COLUMNS = frozenset(("title", "date", "outlet", "url", "author"))


@dataclass(frozen=True, slots=True)
class FolderMetadata:
    """What metadata.csv says of each file, by its path below the folder; and its own errors."""

    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    errors: tuple[ReadError, ...] = ()

    def of(self, *names: str) -> dict[str, str]:
        """All that is said of the file under these names, the last ones first."""
        return {key: value for name in names for key, value in self.said.get(name, {}).items()}


def read(folder: str, source: str) -> FolderMetadata:
    """The metadata.csv of a folder, empty if it has none; `source` names it in errors."""
    path = Path(folder, NAME)
    said: dict[str, Mapping[str, str]] = {}
    errors: list[ReadError] = []
    if not path.is_file():
        return FolderMetadata()
    try:
        for name, fields, faults in _entries(path):
            said.setdefault(name, fields)
            errors += [ReadError(source, fault) for fault in faults]
    except (*READ_ERRORS, ValueError) as error:
        errors.append(ReadError(source, describe_error(error)))
    return FolderMetadata(said, tuple(errors))


def _entries(path: Path) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    with path.open("rb") as stream:
        header, rows = table(stream)
        if header and "file" not in map(normalized_name, header):
            raise ValueError(f"has no column 'file', only: {', '.join(header)}")
        for row in rows:
            name, fields, faults = _entry(row)
            yield name, fields, [f"line {row.line} {fault}" for fault in faults]


def _entry(row: Row) -> tuple[str, dict[str, str], list[str]]:
    """The file a row is of, what it says, and what is wrong with that."""
    if row.fault:
        return "", {}, [row.fault]
    cells = {normalized_name(column): one_line(cell) for column, cell in row.fields.items()}
    name = posixpath.normpath(cells.get("file") or "").replace("\\", "/").removeprefix("./")
    said = {column: cells[column] for column in _COLUMNS if cells.get(column)}
    faults = ["names no file"] if name == "." and said else []
    if "date" in said:
        day = parse_date_field(said.pop("date"))
        if day:
            said["date"] = day.isoformat()
        else:
            faults.append(
                f"has a date that is no calendar day: {cells['date']!r} (write 2024-02-17)"
            )
    if "url" in said and not web_address(said["url"]):
        faults.append(f"has an address that is not http or https: {said.pop('url')!r}")
    return name, said, faults
