"""The articles of one committed state of a whoosh index, numbered through its segments."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from whoosh.columns import ColumnReader
from whoosh.index import FileIndex
from whoosh.matching.wrappers import FilterMatcher
from whoosh.reading import IndexReader, SegmentReader, TermNotFound

from onrecord.search.engines.whoosh.codec import PackedMatcher, Posting


@dataclass
class Segment:
    """A part of the index whose files never change; its articles are numbered from `base`."""

    reader: SegmentReader
    base: int
    columns: dict[str, ColumnReader] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many articles it holds, deleted ones included."""
        return int(self.reader.doc_count_all())

    def column(self, name: str) -> ColumnReader:
        if name not in self.columns:
            self.columns[name] = self.reader.column_reader(name, translate=False)
        return self.columns[name]

    def postings(
        self, name: str, term: bytes, wanted: Sequence[int] | None = None
    ) -> Iterator[Posting]:
        """The postings of a term, deleted articles left out; numbers are the segment's own."""
        try:
            matcher = self.reader.postings(name, term)
        except TermNotFound:
            return iter(())
        # Whoosh's own way past deleted articles visits every posting.
        packed = matcher.child if isinstance(matcher, FilterMatcher) else matcher
        assert isinstance(packed, PackedMatcher)
        found, deleted = packed.postings(wanted), self.reader.deleted_docs_set
        if not deleted:
            return found
        return (posting for posting in found if posting[0] not in deleted)

    def frequency(self, name: str, term: bytes) -> int:
        """In how many articles a term stands, deleted ones included."""
        return int(self.reader.doc_frequency(name, term))


@dataclass(frozen=True)
class Segments:
    """All segments of one commit."""

    reader: IndexReader
    parts: tuple[Segment, ...]
    loaded: dict[str, array[int]] = field(default_factory=dict)

    @classmethod
    def open(cls, index: FileIndex) -> Segments:
        reader = index.reader()
        leaves = reader.leaf_readers() if reader.doc_count_all() else ()
        return cls(reader, tuple(Segment(leaf, base) for leaf, base in leaves))

    def close(self) -> None:
        if self.parts:  # the reader of an index without articles cannot be closed
            self.reader.close()

    @cached_property
    def live(self) -> frozenset[int]:
        """Every article that has not been deleted."""
        return frozenset(part.base + n for part in self.parts for n in part.reader.all_doc_ids())

    @cached_property
    def deleted(self) -> frozenset[int]:
        return frozenset(range(self.reader.doc_count_all())) - self.live

    def numbers(self, name: str) -> array[int]:
        """A column of numbers, by article."""
        if name not in self.loaded:
            values = array("I")
            for part in self.parts:
                values.extend(part.column(name).load())
            self.loaded[name] = values
        return self.loaded[name]

    def average(self, name: str) -> float:
        """The mean of a column of numbers over the articles that are left; 1 for all zeros."""
        numbers = self.numbers(name)
        total = sum(numbers) - sum(numbers[article] for article in self.deleted)
        return total / max(len(self.live), 1) or 1.0

    def value(self, name: str, article: int) -> bytes:
        """What a column holds for an article; nothing if the article has no value there."""
        part = self.parts[bisect_right(self._bases, article) - 1]
        value: bytes = part.column(name)[article - part.base]
        return value

    @cached_property
    def _bases(self) -> list[int]:
        return [part.base for part in self.parts]

    def holding(self, name: str, value: bytes) -> list[int]:
        """The articles with this value in a field of names."""
        return [
            part.base + article for part in self.parts for article, _ in part.postings(name, value)
        ]

    def values(self, name: str) -> Iterator[bytes]:
        """Each value of a field of names that an article has."""
        seen: set[bytes] = set()
        for part in self.parts:
            for value in part.reader.lexicon(name):
                if value not in seen and any(part.postings(name, value)):
                    seen.add(value)
                    yield value
