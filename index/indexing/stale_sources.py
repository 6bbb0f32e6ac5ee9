"""Which sources of an index are gone: those below the paths of a run that the run did not meet."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from types import TracebackType

from onrecord.index.readers import ReadError, Record


class SeenSources:
    """The sources met in a run, on disk: a corpus may have more of them than memory holds."""

    def __init__(self, paths: list[str]) -> None:
        self._roots = [os.path.normpath(path).replace(os.sep, "/") for path in paths]
        self._met = sqlite3.connect("")  # a temporary file, gone with the connection
        self._met.execute("create table met (source text primary key) without rowid")

    def __enter__(self) -> SeenSources:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._met.close()

    def noting(self, found: Iterable[Record | ReadError]) -> Iterator[Record | ReadError]:
        """The same records, each noted as it passes."""
        for record in found:
            self._met.execute("insert or ignore into met values (?)", (record.source,))
            yield record

    def gone(self, indexed: Iterable[str]) -> Iterator[str]:
        """The indexed sources that this run should have met and did not."""
        return (
            source for source in indexed if self._is_below(source) and not self._was_met(source)
        )

    def _is_below(self, source: str) -> bool:
        if "." in self._roots and not source.startswith(("/", "../", "-")):
            return True
        return any(
            source == root or source.startswith((f"{root.rstrip('/')}/", f"{root}#"))
            for root in self._roots
        )

    def _was_met(self, source: str) -> bool:
        """Met as a record; or its file or a folder above could not be read: nothing is known."""
        file = source.rpartition("#")[0] or source
        places = [source, file, *map(str, PurePosixPath(file).parents)]
        marks = ", ".join("?" * len(places))
        query = f"select 1 from met where source in ({marks})"
        return self._met.execute(query, places).fetchone() is not None
