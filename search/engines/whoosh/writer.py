"""Writes a whoosh index: one process at a time, durable from commit to commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from onrecord.index.writer_protocol import AnalysedArticle
from onrecord.search.engines.local_storage import DamageGuard, WriteSession
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.merge_policy import merge_tiers
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.engines.whoosh.storage import open_or_create, read_guard, write_guard

if TYPE_CHECKING:
    from onrecord.index.readers import ReadError

Key = tuple[str, str]  # a source or an id


@dataclass
class WhooshWriter:
    """Exclusive write access to an index folder."""

    session: WriteSession
    index: FileIndex
    committed: Segments
    guard: DamageGuard
    prepare: Callable[[AnalysedArticle], schema.Prepared] = schema.prepare
    segment: SegmentWriter | None = None  # the segment of the next commit
    added: dict[Key, int] = field(default_factory=dict)  # its articles by source and id

    @classmethod
    def open(cls, folder: Path, *, rebuild: bool = False) -> WhooshWriter:
        """Lock a folder, creating it if needed; IndexLocked if another process has it."""
        session = WriteSession.start(folder, "whoosh", rebuild=rebuild)
        try:
            with read_guard(folder):
                index = open_or_create(session.target)
            return cls(session, index, Segments.open(folder, index), write_guard(folder))
        except BaseException:
            session.lock.release()
            raise

    def fingerprints(self, sources: Iterable[str]) -> Mapping[str, str]:
        found = {source: self.committed.articles_with("source", source) for source in sources}
        return {
            source: self.committed.text("fingerprint", articles[0])
            for source, articles in found.items()
            if articles
        }

    def sources(self) -> Iterable[str]:
        return self.committed.values("source")

    def count(self) -> int:
        return len(self.committed.live)

    def add(self, prepared: schema.Prepared) -> None:
        keys = [(name, schema.decode(prepared.values[name][0])) for name in ("source", "id")]
        for key in keys:
            self._delete(key)
        segment = self._segment()
        article: int = segment.docnum
        with self.guard:
            for name, postings in prepared.texts.items():
                for term, positions in postings:
                    segment.pool.add((name, term, article, 1.0, positions))
            segment.add_document(**prepared.values)
        self.added.update(dict.fromkeys(keys, article))

    def remove(self, source: str) -> None:
        self._delete(("source", source))

    def _delete(self, key: Key) -> None:
        """Delete what has a source or an id: of the last commit, and of the next."""
        for article in self.committed.articles_with(*key):
            with self.guard:
                self._segment().delete_document(article)
        if key in self.added:
            self._segment().newsegment.delete_document(self.added.pop(key))

    def _segment(self) -> SegmentWriter:
        if self.segment is None:
            with self.guard:
                self.segment = SegmentWriter(self.index)
        return self.segment

    def commit(self) -> Sequence[ReadError]:
        if self.segment is None:
            return ()
        with self.guard:
            self.segment.commit(mergetype=merge_tiers)
            self.session.save_manifest()
        self.segment = None
        self.added.clear()
        self.committed.close()
        self.committed = Segments.open(self.session.folder, self.index)
        return ()

    def finish(self) -> None:
        self.session.is_finished = True

    def close(self) -> None:
        if self.segment is not None and not self.segment.is_closed:  # as after a failed commit
            self.segment.cancel()
        self.segment = None
        self.committed.close()
        self.session.end()
