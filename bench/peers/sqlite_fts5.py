"""SQLite's FTS5: one table with Porter stems, ordered by bm25, with its snippets.

Prefixes are stemmed too, so some wildcards find fewer articles than they should.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import assert_never

from bench.peers import Answer, Search, rows
from bench.queries import Query, QueryKind

TABLE = """
CREATE VIRTUAL TABLE articles USING fts5(
    title, text, id UNINDEXED, date UNINDEXED, tokenize = 'porter unicode61'
)
"""
BEST = """
SELECT id, snippet(articles, -1, '[', ']', '…', 32) FROM articles
WHERE articles MATCH ? {where} ORDER BY rank LIMIT ?
"""
COUNT = "SELECT count(*) FROM articles WHERE articles MATCH ? {where}"
BETWEEN = "AND date BETWEEN ? AND ?"
WORD = re.compile(r"\w+")


def match_text(query: Query) -> str:
    """The query in FTS5's syntax, every word quoted."""
    words = [f'"{word}"' for word in WORD.findall(" ".join(query.words))]
    match query.kind:
        case QueryKind.PHRASE_3 | QueryKind.PHRASE_5 | QueryKind.DATED_PHRASE:
            return " + ".join(words)
        case QueryKind.WORD | QueryKind.TWO_WORDS:
            return " ".join(words)
        case QueryKind.ANY_WORD:
            return " OR ".join(words)
        case QueryKind.PREFIX:
            return words[0] + "*"
        case _:
            assert_never(query.kind)


class SqliteFts5:
    """One FTS5 table; its tokenizer stems phrases too."""

    def build(self, articles: Path, folder: Path) -> None:
        """Insert in one transaction, then merge all segments."""
        connection = sqlite3.connect(folder / "articles.sqlite")
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLE)
        fields = ((r["title"], r["text"], r["id"], r.get("date")) for r in rows(articles))
        connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", fields)
        connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
        connection.commit()
        connection.close()

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Search with one query for the best and one for the total."""
        connection = sqlite3.connect(folder / "articles.sqlite")

        def search(query: Query, limit: int) -> Answer:
            where = BETWEEN if query.since and query.until else ""
            days = (str(query.since), str(query.until)) if where else ()
            bound = (match_text(query), *days)
            hits = connection.execute(BEST.format(where=where), (*bound, limit)).fetchall()
            (total,) = connection.execute(COUNT.format(where=where), bound).fetchone()
            return Answer(total, hits)

        with closing(connection):
            yield search
