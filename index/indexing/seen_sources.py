"""Records the sources a run has seen, to find the stale ones: indexed from its paths, now gone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from onrecord.index.readers import ReadError, Record


class SeenSources:
    """The sources seen in a run, on disk: a corpus may have more of them than memory holds."""

    def __init__(self, paths: list[str]) -> None:
        self._roots = [os.path.normpath(path).replace(os.sep, "/") for path in paths]
        self._seen = sqlite3.connect("")  # a temporary file, gone with the connection
        self._seen.execute("create table seen (source text primary key) without rowid")

    def close(self) -> None:
        self._seen.close()

    def noting(self, found: Iterable[Record | ReadError]) -> Iterator[Record | ReadError]:
        """The same records, each noted as it passes."""
        for record in found:
            self._seen.execute("insert or ignore into seen values (?)", (record.source,))
            yield record

    def gone(self, indexed: Iterable[str]) -> Iterator[str]:
        """The indexed sources that this run should have seen and did not."""
        return (
            source for source in indexed if self._is_below(source) and not self._was_seen(source)
        )

    def _is_below(self, source: str) -> bool:
        if "." in self._roots and not source.startswith(("/", "../", "-")):
            return True
        return any(
            source == root or source.startswith((f"{root.rstrip('/')}/", f"{root}#"))
            for root in self._roots
        )

    def _was_seen(self, source: str) -> bool:
        """Seen as a record; or its file or a folder above was unreadable, which proves nothing."""
        file = source.rpartition("#")[0] or source
        covering = [source, file, *map(str, PurePosixPath(file).parents)]
        marks = ", ".join("?" * len(covering))
        query = f"select 1 from seen where source in ({marks})"
        return self._seen.execute(query, covering).fetchone() is not None
