"""The servers under test: our own from end to end, and what Datasette is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.index_build import measure_build
from bench.load_generator import LoadTest, measure_load
from bench.queries import Query, QueryKind
from bench.speed import Config, prepare_corpus
from bench.systems import OURS
from bench.web_servers import DATASETTE, build_database, check_that_it_searches, running, sites
from tests.bench.test_load_generator import LENGTH, answer_of, answering

IDLE = answer_of(200, LENGTH, "16", b'{"total": 30000}')

# As in its `detect_fts_sql`: of a table whose index it does not see it shows the first rows.
SEEN_BY_DATASETTE = """
SELECT name FROM sqlite_master
WHERE rootpage = 0 AND sql LIKE '%VIRTUAL TABLE%USING FTS%content="articles"%'
"""
QUERIES = [  # a query for articles of which one has "noon against", one "noon"
    (Query(QueryKind.PHRASE_3, ("noon", "against")), 1),
    (Query(QueryKind.WORD, ("noon",)), 2),
    (Query(QueryKind.TWO_WORDS, ("against", "noon")), 1),
    (Query(QueryKind.ANY_WORD, ("against", "noon", "zebra")), 2),
    (Query(QueryKind.PREFIX, ("agai",)), 1),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_the_peer_is_asked_the_same(tmp_path: Path, query: Query, expected: int) -> None:
    """What Datasette is asked finds, in its database, what we are asked finds."""
    database = tmp_path / "news.db"
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        '{"id": "a", "title": "A", "text": "noon against all"}\n'
        '{"id": "b", "title": "B", "text": "all at noon"}\n',
        "utf-8",
    )
    build_database(articles, database)
    peer = next(site for site in sites(tmp_path, database) if site.name == DATASETTE)
    [asked] = parse_qs(urlsplit(peer.path(query)).query)["_search"]
    connection = sqlite3.connect(database)
    [(found,)] = connection.execute(
        "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (asked,)
    )
    [(seen,)] = connection.execute(SEEN_BY_DATASETTE)
    connection.close()
    assert (found, seen) == (expected, "articles_fts")


def test_our_server_is_started_asked_and_stopped(tmp_path: Path) -> None:
    config = Config(tmp_path, 30, 1)
    measure_build(OURS, config.articles, prepare_corpus(config), config.folder(OURS))
    api, page, _ = sites(config.folder(OURS), tmp_path / "news.db")
    with running(api.command) as port:
        for site in (api, page):
            paths = tuple(site.path(query) for query, _ in QUERIES)
            check_that_it_searches(site, port)
            load = measure_load(LoadTest(port, paths, 2, 0.2))
            assert load.errors == ()
            assert load.milliseconds


def test_a_server_that_does_not_search_is_not_measured(tmp_path: Path) -> None:
    api = sites(tmp_path, tmp_path)[0]
    refused = pytest.raises(ChildProcessError, match="30,000 for any word")
    with answering(IDLE) as port, refused:
        check_that_it_searches(api, port)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    api = sites(tmp_path, tmp_path)[0]
    with pytest.raises(ChildProcessError, match="port"), running((*api.command, "--port", "99999")):
        pass
