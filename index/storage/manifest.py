"""What an index was made with; tells when it must be made anew."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from onrecord.index import schema
from onrecord.index.analysis import analyzer

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The versions an index was made with, and when it was last written (with time zone)."""

    engine: str
    schema: int
    analysis: int
    last_written: datetime


def current(engine: str) -> Manifest:
    """The manifest of an index that is written now."""
    return Manifest(engine, schema.VERSION, analyzer.VERSION, datetime.now().astimezone())


def needs_rebuild(manifest: Manifest) -> str | None:
    """Why this version cannot use an index, or None if it can."""
    if manifest.schema != schema.VERSION:
        return f"its schema is {manifest.schema}, this version's is {schema.VERSION}"
    if manifest.analysis != analyzer.VERSION:
        return f"its analysis is {manifest.analysis}, this version's is {analyzer.VERSION}"
    return None


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into the index folder, whole or not at all."""
    values = asdict(manifest) | {"last_written": manifest.last_written.isoformat()}
    draft = folder / f"{FILE}.{os.getpid()}"
    draft.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / FILE)


def read(folder: Path) -> Manifest | None:
    """The manifest of an index folder; None if there is none; ValueError if it is damaged."""
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Manifest(
            str(values["engine"]),
            int(values["schema"]),
            int(values["analysis"]),
            datetime.fromisoformat(values["last_written"]),
        )
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / FILE} lacks {error}") from error


def is_index(folder: Path) -> bool:
    """Whether a folder is an index, of whatever version."""
    try:
        return read(folder) is not None
    except (ValueError, OSError):
        return False
