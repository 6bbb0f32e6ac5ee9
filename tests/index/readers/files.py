"""Folders of files to read, and what the readers find in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from onrecord.index.readers import ReadError, records


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files, with their folders."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found_in(*paths: str) -> list[str]:
    """The source of each record, and each error behind a !, in order."""
    return [f"!{item}" if isinstance(item, ReadError) else item.source for item in records(paths)]
