"""Whoosh by its own API: stems, BM25F, its highlighter on the stored text."""

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
from bench.queries import Query, QueryKind

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
    """The fields of a row."""
    made = {name: row[name] for name in ("id", "title", "text")}
    if row.get("date"):
        made["date"] = datetime.fromisoformat(row["date"])
    return made


def written(query: Query) -> str:
    """The query in Whoosh's query language, whose default operator is AND."""
    words = " ".join(query.words)
    match query.kind:
        case QueryKind.PHRASE_3 | QueryKind.PHRASE_5 | QueryKind.DATED_PHRASE:
            return f'"{words}"'
        case QueryKind.WORD | QueryKind.TWO_WORDS:
            return words
        case QueryKind.ANY_WORD:
            return " OR ".join(query.words)
        case QueryKind.PREFIX:
            return words + "*"
        case _:
            assert_never(query.kind)


def published(since: date, until: date) -> DateRange:
    """The days between these two, both included."""
    return DateRange("date", datetime.combine(since, time.min), datetime.combine(until, time.min))


def snippet(hit: Hit) -> str:
    """Highlights of the text, or of the title if only that matches."""
    highlights: Callable[..., str] = hit.highlights
    return highlights("text", top=SNIPPETS) or highlights("title")


class RawWhoosh:
    """Whoosh as its documentation recommends for speed."""

    def build(self, articles: Path, folder: Path) -> None:
        """Commit once; whoosh's writer of two processes took longer here."""
        whole = index.create_in(str(folder), schema())
        writer = whole.writer(limitmb=BUFFER_MEGABYTES)
        for row in rows(articles):
            writer.add_document(**document(row))
        writer.commit()

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Search title and text together."""
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
