"""A tantivy index in memory, as readers and searchers see one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.tantivy import schema
from onrecord.search.engines.tantivy.storage import IndexReader


def reader_of(articles: Iterable[Article], *raw: dict[str, Any]) -> IndexReader:
    """A reader of articles, and of documents as given."""
    index = tantivy.Index(schema.build_schema())
    tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(schema.TOKENIZER, tokenizer)
    writer = index.writer(heap_size=15 << 20, num_threads=1)
    for values in [*map(schema.prepare, map(analyse, articles)), *raw]:
        writer.add_document(tantivy.Document(**values))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return IndexReader.of(index, Path("news"))
