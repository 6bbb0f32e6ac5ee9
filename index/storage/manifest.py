"""The manifest of an index: the versions it was built with and when it was last written."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord.index import schema
from onrecord.index.analysis import analyzer

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The engine and versions an index was built with; `last_written` has a time zone."""

    engine: str
    schema: int
    analysis: int
    last_written: datetime

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"last_written": self.last_written.isoformat()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Manifest:
        """The manifest in JSON values; KeyError, TypeError or ValueError if it is damaged."""
        return cls(
            str(values["engine"]),
            int(values["schema"]),
            int(values["analysis"]),
            datetime.fromisoformat(values["last_written"]),
        )


def current(engine: str) -> Manifest:
    """The manifest of an index written now."""
    return Manifest(engine, schema.VERSION, analyzer.VERSION, datetime.now().astimezone())


def needs_rebuild(manifest: Manifest) -> str | None:
    """Why this version of onrecord cannot use an index; None if it can."""
    if manifest.schema != schema.VERSION:
        return f"its schema is {manifest.schema}, this version's is {schema.VERSION}"
    if manifest.analysis != analyzer.VERSION:
        return f"its analysis is {manifest.analysis}, this version's is {analyzer.VERSION}"
    return None


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index folder atomically."""
    draft = folder / f"{FILE}.{os.getpid()}"
    draft.write_text(json.dumps(manifest.to_dict(), indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / FILE)


def read(folder: Path) -> Manifest | None:
    """The manifest of an index folder; None if there is none, ValueError if it is damaged."""
    try:
        return Manifest.from_dict(json.loads((folder / FILE).read_text(encoding="utf-8")))
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
