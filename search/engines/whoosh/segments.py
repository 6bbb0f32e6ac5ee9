"""The segments of one commit: postings and columns, with articles numbered across segments.

All reads of whoosh's files are here, so that damage can be told from our own bugs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from whoosh.columns import ColumnReader
from whoosh.index import FileIndex
from whoosh.reading import CorruptIndexError, IndexReader, SegmentReader, TermNotFound

from onrecord.index.article import Article
from onrecord.search.engines.local_storage import DamageGuard
from onrecord.search.engines.stored_fields import date_of
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.storage import open_index, read_guard

Posting = tuple[int, bytes]  # an article's number in its segment, and its encoded positions


@dataclass
class Segment:
    """A part of the index whose files never change; its articles are numbered from `base`."""

    reader: SegmentReader
    base: int
    guard: DamageGuard
    columns: dict[str, ColumnReader] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """The number of articles, deleted ones included."""
        with self.guard:
            return int(self.reader.doc_count_all())

    def column(self, name: str) -> ColumnReader:
        if name not in self.columns:
            self.columns[name] = self.reader.column_reader(name, translate=False)
        return self.columns[name]

    def numbers(self, name: str) -> array[int]:
        with self.guard:
            return array("I", self.column(name).load())

    def postings(
        self, name: str, term: bytes, wanted: Sequence[int] | None = None
    ) -> Iterator[Posting]:
        """The postings of a term, of all articles or of those wanted; deleted ones are skipped."""
        with self.guard:
            try:
                matcher = self.reader.postings(name, term)
            except TermNotFound:
                return
            if wanted is None:
                while matcher.is_active():
                    yield self._in_range(matcher.id()), matcher.value()
                    matcher.next()
                return
            for article in wanted:
                if not matcher.is_active():
                    return
                matcher.skip_to(article)
                if matcher.is_active() and matcher.id() == article:
                    yield article, matcher.value()

    def _in_range(self, article: int) -> int:
        if article >= self.size:
            raise CorruptIndexError(f"a posting of article {article} of {self.size}")
        return article

    def frequency(self, name: str, term: bytes) -> int:
        """The number of articles that contain a term, deleted ones included."""
        with self.guard:
            return int(self.reader.doc_frequency(name, term))

    def terms(self, name: str, prefix: bytes = b"") -> list[bytes]:
        with self.guard:
            return list(self.reader.expand_prefix(name, prefix))


@dataclass(frozen=True)
class Segments:
    """All segments of one commit."""

    reader: IndexReader
    parts: tuple[Segment, ...]
    guard: DamageGuard
    loaded: dict[str, array[int]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, index: FileIndex | None = None) -> Segments:
        """The last commit of an index folder; IndexMissing if it holds no index."""
        guard = read_guard(folder)
        with guard:
            reader = (index or open_index(folder)).reader()
            leaves = reader.leaf_readers() if reader.doc_count_all() else ()
            return cls(reader, tuple(Segment(leaf, base, guard) for leaf, base in leaves), guard)

    def close(self) -> None:
        if self.parts:  # the reader of an index without articles cannot be closed
            self.reader.close()

    @cached_property
    def live(self) -> frozenset[int]:
        """All articles that have not been deleted."""
        with self.guard:
            return frozenset(
                part.base + article for part in self.parts for article in part.reader.all_doc_ids()
            )

    @cached_property
    def deleted(self) -> frozenset[int]:
        return frozenset(range(sum(part.size for part in self.parts))) - self.live

    def numbers(self, name: str) -> array[int]:
        """A column of numbers, by article."""
        if name not in self.loaded:
            values = array("I")
            for part in self.parts:
                values.extend(part.numbers(name))
            self.loaded[name] = values
        return self.loaded[name]

    def average(self, name: str) -> float:
        """The mean of a column of numbers over live articles; 1 if they are all zero."""
        numbers = self.numbers(name)
        total = sum(numbers) - sum(numbers[article] for article in self.deleted)
        return total / max(len(self.live), 1) or 1.0

    def value(self, name: str, article: int) -> bytes:
        """The value of a column for an article; empty if the article has none."""
        part = self.parts[bisect_right(self._bases, article) - 1]
        with self.guard:
            value: bytes = part.column(name)[article - part.base]
            return value

    @cached_property
    def _bases(self) -> list[int]:
        return [part.base for part in self.parts]

    def text(self, name: str, article: int) -> str:
        value = self.value(name, article)
        with self.guard:
            return schema.decode(value)

    def article(self, article: int) -> Article:
        value = self.value("article", article)
        with self.guard:
            return schema.unpack_article(value)

    def day(self, article: int) -> date | None:
        number = self.numbers("day")[article]
        with self.guard:
            return None if number == schema.NO_DAY else date_of(number)

    def articles_with(self, name: str, value: str) -> list[int]:
        """The articles with a value in a keyword field."""
        term = schema.encode(value)
        return [
            part.base + article for part in self.parts for article, _ in part.postings(name, term)
        ]

    def values(self, name: str) -> Iterator[str]:
        """The values of a keyword field that live articles have."""
        seen: set[bytes] = set()
        for part in self.parts:
            for value in part.terms(name):
                if value not in seen and any(part.postings(name, value)):
                    seen.add(value)
                    with self.guard:
                        text = schema.decode(value)
                    yield text
