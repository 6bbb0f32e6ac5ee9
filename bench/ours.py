"""Onrecord as its users run it: indexed by the command, searched by the one search function.

This is the only file in bench/ that knows onrecord's own interfaces.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from bench.peers import Answer, Search
from bench.queries import Kind, Query

COMMAND = Path(sys.executable).parent / "onrecord"


def index_url(engine: str, folder: Path) -> str:
    """Where the index of this engine is, as onrecord is told it."""
    if engine != "opensearch":
        return f"{engine}:{folder / 'index'}"
    digest = sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return f"opensearch://{os.environ['ONRECORD_TEST_OPENSEARCH']}/bench-{digest}"


def written(query: Query) -> str:
    """The query in onrecord's language."""
    words = " ".join(query.words)
    match query.kind:
        case Kind.PHRASE_3 | Kind.PHRASE_5:
            return f'"{words}"'
        case Kind.DATED_PHRASE:
            return f'"{words}" date:{query.since}..{query.until}'
        case Kind.WORD | Kind.TWO_WORDS | Kind.ANY_WORD:
            return words
        case Kind.PREFIX:
            return words + "*"
        case _:
            assert_never(query.kind)


def search_command(folder: Path, query: Query) -> list[str]:
    """The command line that answers the query from cold."""
    return [str(COMMAND), "--index", index_url("tantivy", folder), "search", written(query)]


class Onrecord:
    """Onrecord on one of its engines."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def build(self, articles: Path, folder: Path) -> None:
        """`onrecord index`, a process of its own."""
        url = index_url(self.engine, folder)
        command = [str(COMMAND), "--index", url, "index", "--rebuild", str(articles)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ChildProcessError(done.stderr.strip() or f"onrecord exited {done.returncode}")

    @contextmanager
    def open(self, folder: Path) -> Iterator[Search]:
        """Parse, run, fetch and highlight, without facets."""
        from onrecord.search.engines.registry import open_engine
        from onrecord.search.service import SearchRequest, search

        engine = open_engine(index_url(self.engine, folder))

        def ask(query: Query, limit: int) -> Answer:
            any_word = query.kind is Kind.ANY_WORD
            request = SearchRequest(text=written(query), limit=limit, any_word=any_word)
            results = search(engine, request)
            hits = [(hit.id, " … ".join(s.text for s in hit.snippets)) for hit in results.hits]
            return Answer(results.total, hits)

        with closing(engine):
            yield ask
