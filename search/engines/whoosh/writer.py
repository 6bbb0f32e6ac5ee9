"""Writing a whoosh index: one process at a time, lasting from commit to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from index import lock, manifest
from index.writer import AnalysedArticle
from search.engines.whoosh import fields
from search.engines.whoosh.merging import merge_crowded
from search.engines.whoosh.packing import Codec
from search.engines.whoosh.segments import Segments
from search.engines.whoosh.storage import failing_as_broken, open_or_create
from search.errors import IndexBroken, IndexBusy

POOL_MEGABYTES = 64  # of postings held before they go to a file: what bounds the memory of a run


@dataclass
class WhooshWriter:
    """The hold on an index folder."""

    folder: Path
    held: lock.FolderLock
    index: FileIndex
    committed: Segments
    prepare: Callable[[AnalysedArticle], fields.Prepared] = fields.prepare
    batch: SegmentWriter | None = None
    fresh: dict[tuple[str, bytes], int] = field(default_factory=dict)  # where in the batch

    @classmethod
    def open(cls, folder: Path) -> WhooshWriter:
        """The hold on a folder, made if need be; IndexBusy if another process has it."""
        try:
            held = lock.hold(folder)
        except lock.LockHeld as error:
            raise IndexBusy(str(error)) from error
        try:
            with failing_as_broken(folder, "opened"):
                index = open_or_create(folder)
                return cls(folder, held, index, Segments.open(index))
        except IndexBroken:
            held.release()
            raise

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        found = {source: self.committed.holding("source", source) for source in sources}
        return {
            source: self.committed.value("fingerprint", articles[0]).decode()
            for source, articles in found.items()
            if articles
        }

    def sources(self) -> Iterable[str]:
        return map(fields.decoded, self.committed.values("source"))

    def add(self, prepared: fields.Prepared) -> None:
        batch = self._batch()
        for name in ("source", "id"):
            self._drop(name, prepared[name][0])
            self.fresh[name, prepared[name][0]] = batch.docnum
        batch.add_document(**prepared)

    def remove(self, source: str) -> None:
        self._drop("source", fields.encoded(source))

    def _batch(self) -> SegmentWriter:
        if self.batch is None:
            with failing_as_broken(self.folder, "written"):
                self.batch = SegmentWriter(self.index, limitmb=POOL_MEGABYTES, codec=Codec())
        return self.batch

    def _drop(self, name: str, value: bytes) -> None:
        """Delete the article with this source or id from the last commit and from the batch."""
        for article in self.committed.holding(name, fields.decoded(value)):
            self._batch().delete_document(article)
        if (name, value) in self.fresh:
            self._batch().newsegment.delete_document(self.fresh.pop((name, value)))

    def commit(self) -> None:
        if self.batch is not None:
            with failing_as_broken(self.folder, "written"):
                self.batch.commit(mergetype=merge_crowded)
                self.committed.close()
                self.committed = Segments.open(self.index)
            self.batch = None
            self.fresh.clear()
        manifest.write(self.folder, manifest.current("whoosh"))

    def close(self) -> None:
        if self.batch is not None and not self.batch.is_closed:
            self.batch.cancel()
        self.batch = None
        self.committed.close()
        self.held.release()
