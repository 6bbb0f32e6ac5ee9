"""Writing a whoosh index: one process at a time, lasting from commit to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.index import FileIndex

from onrecord.index.storage import lock, manifest
from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.local_storage import acquire_lock, end_writing, writer_folder
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.batch import Batch, Key
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.engines.whoosh.storage import (
    PART,
    failing_as_broken,
    open_or_create,
    open_segments,
)
from onrecord.search.errors import EngineError

if TYPE_CHECKING:
    from onrecord.index.readers import ReadError


@dataclass
class WhooshWriter:
    """The hold on an index folder."""

    folder: Path
    home: Path  # where it is written: the folder, or in a rebuild one inside
    held: lock.FolderLock
    index: FileIndex
    committed: Segments
    prepare: Callable[[AnalysedArticle], schema.Prepared] = schema.prepare
    batch: Batch | None = None
    is_finished: bool = False

    @classmethod
    def open(cls, folder: Path, *, rebuild: bool = False) -> WhooshWriter:
        """The hold on a folder, made if need be; IndexLocked if another process has it."""
        held = acquire_lock(folder)
        try:
            with failing_as_broken(folder, "opened"):
                home = writer_folder(folder, PART, rebuild=rebuild)
                index = open_or_create(home)
                return cls(folder, home, held, index, open_segments(home))
        except EngineError:
            held.release()
            raise

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        with failing_as_broken(self.folder, "read"):
            found = {
                source: self.committed.holding("source", schema.encoded(source))
                for source in sources
            }
            return {
                source: self.committed.value("fingerprint", articles[0]).decode()
                for source, articles in found.items()
                if articles
            }

    def sources(self) -> Iterable[str]:
        return map(schema.decoded, self.committed.values("source"))

    def count(self) -> int:
        return int(self.index.doc_count())

    def add(self, prepared: schema.Prepared) -> None:
        keys = [(name, prepared.values[name][0]) for name in ("source", "id")]
        with failing_as_broken(self.folder, "written"):
            for key in keys:
                self._delete(key)
            self._started().add(prepared, keys)

    def remove(self, source: str) -> None:
        with failing_as_broken(self.folder, "written"):
            self._delete(("source", schema.encoded(source)))

    def _delete(self, key: Key) -> None:
        name, value = key
        committed = self.committed.holding(name, value)
        if committed or self.batch:
            self._started().delete(key, committed)

    def _started(self) -> Batch:
        if self.batch is None:
            self.batch = Batch.start(self.index)
        return self.batch

    def commit(self) -> Sequence[ReadError]:
        if self.batch is not None:
            with failing_as_broken(self.folder, "written"):
                self.batch.commit()
            self.committed.close()
            self.committed, self.batch = open_segments(self.home), None
        manifest.write(self.home, manifest.current("whoosh"))
        return ()

    def finish(self) -> None:
        self.is_finished = True

    def close(self) -> None:
        if self.batch is not None:
            self.batch.cancel()
            self.batch = None
        self.committed.close()
        end_writing(self.folder, self.home, PART, is_finished=self.is_finished)
        self.held.release()
