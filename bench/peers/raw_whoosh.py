"""Whoosh used directly: stems, BM25F, its own highlighter on the stored text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, assert_never

from whoosh import fields, highlight, index
from whoosh.analysis.analyzers import StemmingAnalyzer
from whoosh.qparser.default import MultifieldParser
from whoosh.query.ranges import DateRange
from whoosh.searching import Hit

from bench.peers import Answer, Search, rows
from bench.queries import Kind, Query

BUFFER_MEGABYTES = 256
SNIPPETS = 3


def schema() -> fields.Schema:
    """Title and text stemmed, with no stop words, which phrases need."""
    stems = StemmingAnalyzer(stoplist=None, minsize=1, cachesize=-1)
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        date=fields.DATETIME(stored=True),
        title=fields.TEXT(analyzer=stems, stored=True),
        text=fields.TEXT(analyzer=stems, stored=True),
    )


def document(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of one row, a date only where there is one."""
    made = {name: row[name] for name in ("id", "title", "text")}
    if row.get("date"):
        made["date"] = datetime.fromisoformat(row["date"])
    return made


def written(query: Query) -> str:
    """The query in Whoosh's language, in which bare words must all match."""
    words = " ".join(query.words)
    match query.kind:
        case Kind.PHRASE_3 | Kind.PHRASE_5 | Kind.DATED_PHRASE:
            return f'"{words}"'
        case Kind.WORD | Kind.TWO_WORDS:
            return words
        case Kind.ANY_WORD:
            return " OR ".join(query.words)
        case Kind.PREFIX:
            return words + "*"
        case _:
            assert_never(query.kind)


def published(since: date, until: date) -> DateRange:
    """The days between these two, both included."""
    return DateRange("date", datetime.combine(since, time.min), datetime.combine(until, time.min))


def snippet(hit: Hit) -> str:
    """The marked fragments of the text, or of the title where only that matches."""
    marked: Callable[..., str] = hit.highlights
    return marked("text", top=SNIPPETS) or marked("title")


class RawWhoosh:
    """The library as its documentation recommends it for speed."""

    def build(self, articles: Path, folder: Path) -> None:
        """One process, one commit; its writer of two processes took longer here."""
        whole = index.create_in(str(folder), schema())
        writer = whole.writer(limitmb=BUFFER_MEGABYTES)
        for row in rows(articles):
            writer.add_document(**document(row))
        writer.commit()

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Title and text searched together, the text shown."""
        searcher = index.open_dir(str(folder)).searcher()
        parser = MultifieldParser(["title", "text"], searcher.schema)

        def search(query: Query, limit: int) -> Answer:
            native = parser.parse(written(query))
            if query.since and query.until:
                native = native & published(query.since, query.until)
            results = searcher.search(native, limit=limit)
            results.fragmenter = highlight.PinpointFragmenter(autotrim=True)
            hits = [(hit["id"], snippet(hit)) for hit in results]
            return Answer(len(results), hits)

        with searcher:
            yield search
