"""Writing a tantivy index: one process at a time, lasting from commit to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy

from onrecord.index.storage import lock, manifest
from onrecord.index.writer_protocol import FINGERPRINT_LENGTH, AnalysedArticle
from onrecord.search.engines.local_storage import acquire_lock, broken, end_writing, writer_folder
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.errors import DAMAGE, failing_as_broken

if TYPE_CHECKING:
    from onrecord.index.readers import ReadError

PART = "tantivy"  # of the index folder, beside the manifest and the lock
HEAP_BYTES = 80 << 20  # of the one thread that writes; what bounds the memory of a run


@dataclass
class TantivyWriter:
    """The hold on an index folder."""

    folder: Path
    home: Path  # where it is written: the folder, or in a rebuild one inside
    held: lock.FolderLock
    index: tantivy.Index
    writer: tantivy.IndexWriter
    searcher: tantivy.Searcher
    prepare: Callable[[AnalysedArticle], Any] = schema.prepare
    new: set[int] = field(default_factory=set)  # hashes of sources and ids since the last commit
    is_finished: bool = False

    @classmethod
    def open(cls, folder: Path, *, rebuild: bool = False) -> TantivyWriter:
        """The hold on a folder, made if need be; IndexLocked if another process has it."""
        held = acquire_lock(folder)
        try:
            home = writer_folder(folder, PART, rebuild=rebuild)
            (home / PART).mkdir(exist_ok=True)
            index = schema.open_index(str(home / PART), create=True)
            writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
        except DAMAGE as error:
            held.release()
            raise broken("tantivy", folder, "written", error) from error
        manifest.write(home, manifest.current("tantivy"))
        return cls(folder, home, held, index, writer, index.searcher())

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        if not self.searcher.num_docs:
            return {}
        with failing_as_broken(self.folder, "read"):
            found = {source: self._address("source", source) for source in sources}
            known = {source: address for source, address in found.items() if address is not None}
            prints = self.searcher.fast_field_values("fingerprint", list(known.values()))
        return {
            source: f"{number:0{FINGERPRINT_LENGTH}x}"
            for source, number in zip(known, prints, strict=True)
        }

    def sources(self) -> Iterable[str]:
        with failing_as_broken(self.folder, "read"):
            listed = self.searcher.terms_with_prefix("source", "")
            return [source for source, _ in listed if self._address("source", source)]

    def count(self) -> int:
        return int(self.searcher.num_docs)

    def add(self, prepared: schema.Prepared) -> None:
        with failing_as_broken(self.folder, "written"):
            for name in ("source", "id"):
                self._make_room(name, prepared[name])
            self.writer.add_document(tantivy.Document(**prepared))

    def _make_room(self, name: str, value: str) -> None:
        """Delete what an article may replace; a deletion costs a look-up in every segment."""
        key = hash((name, value))
        if key in self.new or (self.searcher.num_docs and self._address(name, value)):
            self.writer.delete_documents_by_term(name, value)
        self.new.add(key)

    def _address(self, name: str, value: str) -> tantivy.DocAddress | None:
        query = tantivy.Query.term_query(self.index.schema, name, value)
        hits = self.searcher.search(query, limit=1, count=False).hits
        return hits[0][1] if hits else None

    def remove(self, source: str) -> None:
        with failing_as_broken(self.folder, "written"):
            self.writer.delete_documents_by_term("source", source)

    def commit(self) -> Sequence[ReadError]:
        with failing_as_broken(self.folder, "written"):
            self.writer.commit()
            manifest.write(self.home, manifest.current("tantivy"))
            self.new.clear()
            self.index.reload()
            self.searcher = self.index.searcher()
        return ()

    def finish(self) -> None:
        self.is_finished = True

    def close(self) -> None:
        self.writer.rollback()
        self.writer.wait_merging_threads()  # or the next writer finds the index locked
        end_writing(self.folder, self.home, PART, is_finished=self.is_finished)
        self.held.release()
