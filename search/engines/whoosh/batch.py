"""What is written until the next commit: one new segment of the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from onrecord.search.engines.whoosh.codec import Codec
from onrecord.search.engines.whoosh.merge_policy import merge_crowded
from onrecord.search.engines.whoosh.posting_buffer import Pool
from onrecord.search.engines.whoosh.schema import Prepared

Key = tuple[str, bytes]  # a source or an id


@dataclass(frozen=True, slots=True)
class Batch:
    """A whoosh writer with our pool, and which of its articles has which source and id."""

    segment: SegmentWriter
    pool: Pool
    fresh: dict[Key, int] = field(default_factory=dict)

    @classmethod
    def start(cls, index: FileIndex) -> Batch:
        segment = SegmentWriter(index, codec=Codec())
        pool = Pool(Path(segment.temp_storage().folder))
        segment.pool = pool  # type: ignore[assignment]  # does all that whoosh asks of one
        return cls(segment, pool)

    def add(self, prepared: Prepared, keys: Iterable[Key]) -> None:
        """An article, known by these keys from now on."""
        article: int = self.segment.docnum
        for name, postings in prepared.texts.items():
            self.pool.add_all(name, article, postings)
        self.segment.add_document(**prepared.values)
        self.fresh.update(dict.fromkeys(keys, article))

    def delete(self, key: Key, committed: Iterable[int]) -> None:
        """Take out what has a key: these articles of the last commit, and any of this batch."""
        for article in committed:
            self.segment.delete_document(article)
        if key in self.fresh:
            self.segment.newsegment.delete_document(self.fresh.pop(key))

    def commit(self) -> None:
        self.segment.commit(mergetype=merge_crowded)

    def cancel(self) -> None:
        if not self.segment.is_closed:  # as it is after a commit that failed
            self.segment.cancel()
