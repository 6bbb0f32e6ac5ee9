"""The tantivy index of an index folder: opening it, and reads that report damage."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import DocAddress, Query
from zstandard import ZstdError

from onrecord.index.article import Article
from onrecord.search.engines.local_storage import DamageGuard
from onrecord.search.engines.tantivy import schema

LIBRARY_ERRORS = (ValueError, OSError)  # tantivy raises ValueError for all its own errors
DECODING_ERRORS = (*LIBRARY_ERRORS, TypeError, LookupError, ZstdError)  # of a garbled article


def open_index(path: Path, *, create: bool) -> tantivy.Index:
    """The tantivy index in a folder, with our tokenizer."""
    index = (
        tantivy.Index(schema.build_schema(), path=str(path))
        if create
        else tantivy.Index.open(str(path))
    )
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(schema.TOKENIZER, analyzer)
    index.config_reader(reload_policy="manual")
    return index


def damage_guard(folder: Path, verb: str) -> DamageGuard:
    """Reports failures of tantivy while an index is "read" or "written"."""
    return DamageGuard("tantivy", folder, verb, LIBRARY_ERRORS)


@dataclass(frozen=True, slots=True)
class IndexReader:
    """A tantivy searcher that raises IndexCorrupt where it meets damage."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    guard: DamageGuard
    decoding: DamageGuard

    @classmethod
    def of(cls, index: tantivy.Index, folder: Path) -> IndexReader:
        """A reader of the commit that the index was last reloaded at."""
        guard = damage_guard(folder, "read")
        decoding = DamageGuard("tantivy", folder, "read", DECODING_ERRORS)
        with guard:
            return cls(index.searcher(), index.schema, guard, decoding)

    @property
    def num_docs(self) -> int:
        return int(self.searcher.num_docs)

    def search(self, query: Query, limit: int, **options: Any) -> tantivy.SearchResult:
        with self.guard:
            return self.searcher.search(query, limit, **options)

    def count(self, query: Query) -> int:
        """The number of matching articles, exactly."""
        return total_of(self.search(query, limit=1, count=True))

    def find(self, field: str, value: str) -> DocAddress | None:
        """Some article with a value in a field of whole values."""
        query = Query.term_query(self.schema, field, value)
        hits = self.search(query, limit=1, count=False).hits
        return hits[0][1] if hits else None

    def article(self, address: DocAddress) -> Article:
        with self.decoding:
            return schema.unpack(self.searcher.doc(address)["article"][0])

    def newest_key(self, address: DocAddress) -> str:
        with self.decoding:
            key: str = self.searcher.doc(address)["newest"][0]
            return key

    def doc_freq(self, field: str, term: str) -> int:
        with self.guard:
            return self.searcher.doc_freq(field, term)

    def terms(self, field: str, prefix: str) -> list[str]:
        with self.guard:
            return [term for term, _ in self.searcher.terms_with_prefix(field, prefix)]

    def fast_values(self, field: str, addresses: list[DocAddress]) -> list[Any]:
        with self.guard:
            return list(self.searcher.fast_field_values(field, addresses))

    def aggregate(self, query: Query, asked: dict[str, Any]) -> dict[str, Any]:
        with self.guard:
            found: dict[str, Any] = self.searcher.aggregate(query, asked)
            return found


def total_of(found: tantivy.SearchResult) -> int:
    """The total of a search that counted."""
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
    return total
