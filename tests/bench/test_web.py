"""The load client counts what it is answered, and our own server is measured from end to end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.index_build import measure_build
from bench.load_generator import Load, LoadTest, measure_load
from bench.queries import Query, QueryKind
from bench.speed import Config, prepare_corpus
from bench.systems import OURS
from bench.web import CONNECTIONS, WebRun, goals, mixed, to_markdown
from bench.web_servers import API, DATASETTE, build_database, check_that_it_searches, running, sites

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer_of(status: int, header: str, value: str, body: bytes = b"") -> Answer:
    """A handler that always answers this, whatever the header promises of the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header(header, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = header == LENGTH and int(value) > len(body)

    return answer


LENGTH, CHUNKS = "Content-Length", b"5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"
WHOLE = answer_of(200, LENGTH, "5", b"hello")
CHUNKED = answer_of(200, "Transfer-Encoding", "chunked", CHUNKS)
FAILING = answer_of(503, LENGTH, "0")
CUT_OFF = answer_of(200, LENGTH, "500")
IDLE = answer_of(200, LENGTH, "16", b'{"total": 30000}')


@contextmanager
def answering(answer: Answer) -> Iterator[int]:
    """A server that answers everything so."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name http.server asks for
            answer(self)

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


@pytest.mark.parametrize("answer", [WHOLE, CHUNKED], ids=["whole", "chunked"])
@pytest.mark.parametrize("connections", [1, 3])
def test_answers_are_read_to_their_end_and_timed(answer: Answer, connections: int) -> None:
    with answering(answer) as port:
        load = measure_load(LoadTest(port, ("/a", "/b"), connections, 0.2))
    assert load.errors == ()
    assert len(load.milliseconds) > connections
    assert load.seconds >= 0.2


@pytest.mark.parametrize(
    ("answer", "error"), [(FAILING, "status 503"), (CUT_OFF, "IncompleteReadError")]
)
def test_errors_are_counted(answer: Answer, error: str) -> None:
    with answering(answer) as port:
        load = measure_load(LoadTest(port, ("/",), 2, 0.1))
    assert load.errors
    assert all(error in told for told in load.errors)


def test_figures_of_a_load() -> None:
    load = Load(8, 2.0, tuple(float(n) for n in range(1, 102)))
    assert load.per_second == 50.5
    assert load.percentiles == (51.0, 96.0, 100.0)
    assert Load(1, 1.0, ()).percentiles == (0.0, 0.0, 0.0)
    assert Load(1, 1.0, (7.0,)).percentiles == (7.0, 7.0, 7.0)


def flat(milliseconds: float, *errors: str) -> Load:
    return Load(1, 1.0, (milliseconds,) * 10, errors)


def a_run(api: float, peer: float, search: float, *errors: str) -> WebRun:
    """A run in which everything took the same."""
    by_kind = {
        name: {str(kind): dict.fromkeys(CONNECTIONS, flat(ms)) for kind in QueryKind}
        for name, ms in ((API, api), (DATASETTE, peer))
    }
    alike = {name: dict.fromkeys(CONNECTIONS, flat(api)) for name in by_kind}
    return WebRun(by_kind, alike, {"mixed": search}, flat(api, *errors))


VERDICTS = [  # a run, the verdicts of: API to search, errors, ahead of Datasette
    (a_run(2.0, 3.0, 1.0), ("pass", "pass", "pass")),
    (a_run(2.1, 2.0, 1.0), ("MISS", "pass", "MISS")),
    (a_run(2.0, 3.0, 1.0, "status 500"), ("pass", "MISS", "pass")),
]


@pytest.mark.parametrize(("told", "verdicts"), VERDICTS)
def test_goals_are_ratios_of_one_run(told: WebRun, verdicts: tuple[str, str, str]) -> None:
    to_search, errors, *ahead = goals(told)
    assert (to_search.verdict, errors.verdict) == verdicts[:2]
    assert {goal.verdict for goal in ahead} == {verdicts[2]}
    assert len(ahead) == len(QueryKind) * len(CONNECTIONS)
    assert f"| {to_search.name} |" in to_markdown(told)


def test_kinds_take_turns() -> None:
    queries = [Query(kind, (str(n),)) for kind in QueryKind for n in range(3)]
    assert [query.kind for query in mixed(queries)] == list(QueryKind) * 3


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
