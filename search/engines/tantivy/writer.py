"""Writes a tantivy index: one process at a time, durable from commit to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy

from onrecord.index.writer_protocol import FINGERPRINT_LENGTH, AnalysedArticle
from onrecord.search.engines.local_storage import WriteSession
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.storage import IndexReader, damage_guard, open_index

if TYPE_CHECKING:
    from onrecord.index.readers import ReadError

HEAP_BYTES = 80 << 20  # of the one indexing thread; bounds the memory of a run


@dataclass
class TantivyWriter:
    """Exclusive write access to an index folder."""

    session: WriteSession
    index: tantivy.Index
    writer: tantivy.IndexWriter
    reader: IndexReader
    prepare: Callable[[AnalysedArticle], Any] = schema.prepare
    # Hashes of the sources and ids added since the last commit.
    added: set[int] = field(default_factory=set)
    is_changed: bool = False  # since the last commit

    @classmethod
    def open(cls, folder: Path, *, rebuild: bool = False) -> TantivyWriter:
        """Lock a folder, creating it if needed; IndexLocked if another process has it."""
        session = WriteSession.start(folder, "tantivy", rebuild=rebuild)
        try:
            with damage_guard(folder, "written"):
                session.index_path.mkdir(exist_ok=True)
                index = open_index(session.index_path, create=True)
                writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
            return cls(session, index, writer, IndexReader.of(index, folder))
        except BaseException:
            session.lock.release()
            raise

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        if not self.reader.num_docs:
            return {}
        found = {source: self.reader.find("source", source) for source in sources}
        known = {source: address for source, address in found.items() if address is not None}
        prints = self.reader.fast_values("fingerprint", list(known.values()))
        return {
            source: f"{number:0{FINGERPRINT_LENGTH}x}"
            for source, number in zip(known, prints, strict=True)
        }

    def sources(self) -> Iterable[str]:
        listed = self.reader.terms("source", "")
        return [source for source in listed if self.reader.find("source", source)]

    def count(self) -> int:
        return self.reader.num_docs

    def add(self, prepared: schema.Prepared) -> None:
        for name in ("source", "id"):
            self._delete(name, prepared[name])
            self.added.add(hash((name, prepared[name])))
        document = tantivy.Document(**prepared)
        with damage_guard(self.session.folder, "written"):
            self.writer.add_document(document)
        self.is_changed = True

    def remove(self, source: str) -> None:
        self._delete("source", source)

    def _delete(self, name: str, value: str) -> None:
        """Delete an article that is there: a deletion costs a look-up in every segment."""
        is_added = hash((name, value)) in self.added
        if is_added or (self.reader.num_docs and self.reader.find(name, value)):
            with damage_guard(self.session.folder, "written"):
                self.writer.delete_documents_by_term(name, value)
            self.is_changed = True

    def commit(self) -> Sequence[ReadError]:
        if not self.is_changed:
            return ()
        with damage_guard(self.session.folder, "written"):
            self.writer.commit()
            self.session.save_manifest()
            self.index.reload()
        self.reader = IndexReader.of(self.index, self.session.folder)
        self.added.clear()
        self.is_changed = False
        return ()

    def finish(self) -> None:
        self.session.is_finished = True

    def close(self) -> None:
        self.writer.rollback()
        self.writer.wait_merging_threads()  # or the next writer finds the index locked
        self.session.end()
