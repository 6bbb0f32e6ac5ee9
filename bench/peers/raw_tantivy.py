"""Tantivy by its own Python bindings: one field of exact words, one of stems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any, assert_never

import tantivy

from bench.peers import THREADS, Answer, Search, rows
from bench.queries import Query, QueryKind

HEAP_BYTES = 256_000_000
SNIPPET_CHARACTERS = 200
EXACT, STEM = "exact", "stem"


def schema() -> tantivy.Schema:
    """Id, date, and title and text as exact words and as stems; the text is stored once."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_date_field("date", stored=True, indexed=True, fast=True)
    builder.add_text_field(EXACT, stored=True, tokenizer_name="default")
    builder.add_text_field(STEM, tokenizer_name="en_stem")
    return builder.build()


def document(row: dict[str, Any]) -> tantivy.Document:
    """The document of a row."""
    made = tantivy.Document()
    made.add_text("id", row["id"])
    for text in (row["title"], row["text"]):
        made.add_text(EXACT, text)
        made.add_text(STEM, text)
    if row.get("date"):
        made.add_date("date", datetime.fromisoformat(row["date"]))
    return made


def english_stems() -> tantivy.TextAnalyzer:
    """An analyzer like `en_stem`."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


class RawTantivy:
    """Tantivy's writer with as many threads as onrecord uses, unless told otherwise."""

    def __init__(self, threads: int = THREADS) -> None:
        self.threads = threads

    def build(self, articles: Path, folder: Path) -> None:
        """Commit once, and wait for merges."""
        index = tantivy.Index(schema(), str(folder))
        writer = index.writer(HEAP_BYTES, self.threads)
        for row in rows(articles):
            writer.add_document(document(row))
        writer.commit()
        writer.wait_merging_threads()

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Search with tantivy's snippets."""
        yield Searcher(tantivy.Index.open(str(folder))).search


class Searcher:
    """An open index."""

    def __init__(self, index: tantivy.Index) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self.stems = english_stems()

    def search(self, query: Query, limit: int) -> Answer:
        """The best by BM25 with snippets, and the exact total."""
        native, field = self.native(query)
        result = self.searcher.search(native, limit)
        snippets = tantivy.SnippetGenerator.create(self.searcher, native, self.schema, field)
        snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        hits = [self.hit(address, field, snippets) for _, address in result.hits]
        return Answer(result.count, hits)  # type: ignore[attr-defined]  # not in its stubs

    def hit(
        self, address: tantivy.DocAddress, field: str, snippets: tantivy.SnippetGenerator
    ) -> tuple[str, str]:
        """Id and snippet; the text is stored under the exact field only."""
        stored = self.searcher.doc(address)
        shown = stored
        if field == STEM:
            shown = tantivy.Document()
            for text in stored.get_all(EXACT):
                shown.add_text(STEM, text)
        return str(stored.get_first("id")), snippets.snippet_from_doc(shown).to_html()

    def native(self, query: Query) -> tuple[tantivy.Query, str]:
        """The query as a tantivy query, and the field it searches."""
        match query.kind:
            case QueryKind.PHRASE_3 | QueryKind.PHRASE_5:
                return self.phrase(query), EXACT
            case QueryKind.DATED_PHRASE:
                parts = [self.phrase(query), self.published(query)]
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, p) for p in parts]), EXACT
            case QueryKind.WORD | QueryKind.TWO_WORDS:
                return self.words(query, tantivy.Occur.Must), STEM
            case QueryKind.ANY_WORD:
                return self.words(query, tantivy.Occur.Should), STEM
            case QueryKind.PREFIX:
                return self.prefix(query.words[0]), EXACT
            case _:
                assert_never(query.kind)

    def phrase(self, query: Query) -> tantivy.Query:
        """The exact words in a row."""
        return tantivy.Query.phrase_query(self.schema, EXACT, list(query.words))

    def words(self, query: Query, occur: tantivy.Occur) -> tantivy.Query:
        """All or any of the words, by stem."""
        stems = self.stems.analyze(" ".join(query.words))
        terms = [tantivy.Query.term_query(self.schema, STEM, stem) for stem in stems]
        return tantivy.Query.boolean_query([(occur, term) for term in terms])

    def prefix(self, start: str) -> tantivy.Query:
        """Any word with this prefix, scored, so that the snippet shows it too."""
        words = [word for word, _ in self.searcher.terms_with_prefix(EXACT, start)]
        terms = [tantivy.Query.term_query(self.schema, EXACT, word) for word in words]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def published(self, query: Query) -> tantivy.Query:
        """The days of the query, both included."""
        assert query.since is not None
        assert query.until is not None
        return tantivy.Query.range_query(
            self.schema,
            "date",
            tantivy.FieldType.Date,
            datetime.combine(query.since, time.min),
            datetime.combine(query.until, time.min),
        )
