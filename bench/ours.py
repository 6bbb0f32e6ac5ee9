"""Onrecord as its users run it: indexed by the command, searched by the search function."""

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
from bench.queries import Query, QueryKind

COMMAND = Path(sys.executable).parent / "onrecord"


def index_url(engine: str, folder: Path) -> str:
    """The URL of this engine's index in a folder, or named after it on the node."""
    if engine != "opensearch":
        return f"{engine}:{folder / 'index'}"
    digest = sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return f"opensearch://{os.environ['ONRECORD_TEST_OPENSEARCH']}/bench-{digest}"


def written(query: Query) -> str:
    """The query in onrecord's query language."""
    words = " ".join(query.words)
    match query.kind:
        case QueryKind.PHRASE_3 | QueryKind.PHRASE_5:
            return f'"{words}"'
        case QueryKind.DATED_PHRASE:
            return f'"{words}" date:{query.since}..{query.until}'
        case QueryKind.WORD | QueryKind.TWO_WORDS | QueryKind.ANY_WORD:
            return words
        case QueryKind.PREFIX:
            return words + "*"
        case _:
            assert_never(query.kind)


def search_command(folder: Path, query: Query) -> list[str]:
    """The command line of a search."""
    return [str(COMMAND), "--index", index_url("tantivy", folder), "search", written(query)]


class Onrecord:
    """Onrecord on one of its engines."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def build(self, articles: Path, folder: Path) -> None:
        """Run `onrecord index`."""
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

        def run(query: Query, limit: int) -> Answer:
            any_word = query.kind is QueryKind.ANY_WORD
            request = SearchRequest(text=written(query), limit=limit, any_word=any_word)
            results = search(engine, request)
            hits = [(hit.id, " … ".join(s.text for s in hit.snippets)) for hit in results.hits]
            return Answer(results.total, hits)

        with closing(engine):
            yield run
