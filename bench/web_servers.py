"""The web servers under test: our pages and API, and Datasette over the same articles.

Datasette gets what is fastest for it: a table with an FTS5 index, and ten rows of id, title and
date. It neither ranks the rows nor highlights matches; we do both.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.index_build import last_line
from bench.ours import COMMAND, index_url, written
from bench.peers import TOP, rows
from bench.peers.sqlite_fts5 import match_text
from bench.queries import Query, QueryKind

WORKERS = 2
DATABASE = "news"
PAGE, API, DATASETTE = "onrecord page", "onrecord API", "Datasette"
# Datasette detects a full-text index by `content="articles"`, with these quotation marks; from a
# table without one it returns the first rows for any search.
TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE articles (id TEXT PRIMARY KEY, title TEXT, text TEXT, date TEXT);
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, text, content="articles", tokenize = 'porter unicode61'
);
"""
SHOWN = [("_col", "id"), ("_col", "title"), ("_col", "date")]
SWITCHES = [("_nofacet", "1"), ("_nosuggest", "1"), ("_shape", "objects"), ("_size", str(TOP))]
ABSENT = Query(QueryKind.WORD, ("qzxqzxq",))
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Site:
    """A server's command and the path of a query; `total` is the key of the total in its JSON."""

    name: str
    command: tuple[str, ...]
    path: Callable[[Query], str]
    total: str | None = None


def onrecord_command(folder: Path) -> tuple[str, ...]:
    """Our server, with a worker for each of two cores."""
    options = ("--port", "0", "--workers", str(WORKERS))
    return (str(COMMAND), "--index", index_url("tantivy", folder), "serve", *options)


def datasette_command(database: Path) -> tuple[str, ...]:
    """Datasette as its makers run it, but with a longer query time limit than a second."""
    setting = ("--setting", "sql_time_limit_ms", "20000")
    options = ("--port", "0", "--inspect-file", str(database.with_suffix(".json")))
    return (sys.executable, "-m", "datasette", "serve", "-i", str(database), *setting, *options)


def sites(folder: Path, database: Path) -> list[Site]:
    """All servers under test."""
    ours = onrecord_command(folder)
    return [
        Site(API, ours, lambda query: f"/api/search?{urlencode(_parameters(query))}", "total"),
        Site(PAGE, ours, lambda query: f"/?{urlencode(_parameters(query))}"),
        Site(DATASETTE, datasette_command(database), _datasette_path, "filtered_table_rows_count"),
    ]


def check_that_it_searches(site: Site, port: int) -> None:
    """Raise ChildProcessError if a site finds a word that no article has, as it does not search."""
    if site.total is None:
        return
    with urlopen(f"http://127.0.0.1:{port}{site.path(ABSENT)}", timeout=60) as answer:
        found = json.load(answer)[site.total]
    if found:
        raise ChildProcessError(f"{site.name} does not search: it finds {found:,} for any word")


def build_database(articles: Path, database: Path) -> None:
    """Write the articles to a table with a full-text index, as `sqlite-utils` does."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.executescript(TABLES)
    fields = ((r["id"], r["title"], r["text"], r.get("date")) for r in rows(articles))
    connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?)", fields)
    for command in ("rebuild", "optimize"):
        connection.execute("INSERT INTO articles_fts(articles_fts) VALUES (?)", (command,))
    connection.commit()
    connection.close()


def inspect_database(database: Path) -> None:
    """Let Datasette count the rows once, not at each request."""
    inspected = [sys.executable, "-m", "datasette", "inspect", str(database)]
    counts = subprocess.run(inspected, capture_output=True, text=True, check=True).stdout
    database.with_suffix(".json").write_text(counts, "utf-8")


@contextmanager
def running(command: tuple[str, ...]) -> Iterator[int]:
    """Run a server; its port, or ChildProcessError if it does not start."""
    with (
        TemporaryFile("w+") as log,  # not a pipe: it writes a line for each request
        subprocess.Popen(command, stdout=log, stderr=log, text=True) as process,
    ):
        try:
            yield _port(process, log)
        finally:
            process.terminate()


def _port(process: subprocess.Popen[str], log: IO[str]) -> int:
    """Wait for the port in a server's log."""
    while True:
        ended = process.poll() is not None
        log.seek(0)
        text = log.read()
        if found := ADDRESS.search(text):
            log.seek(0, os.SEEK_END)
            return int(found[1])
        if ended:
            raise ChildProcessError(last_line(text))
        time.sleep(0.1)


def _parameters(query: Query) -> list[tuple[str, str]]:
    any_word = [("any", "1")] if query.kind is QueryKind.ANY_WORD else []
    return [("q", written(query)), *any_word]


def _datasette_path(query: Query) -> str:
    days = [("date__gte", str(query.since)), ("date__lte", str(query.until))]
    search = [("_search", match_text(query)), ("_searchmode", "raw")]
    parameters = [*search, *(days if query.since else []), *SHOWN, *SWITCHES]
    return f"/{DATABASE}/articles.json?{urlencode(parameters)}"
