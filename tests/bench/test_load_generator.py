"""The load client reads responses to their end, times them and counts errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.load_generator import Load, LoadTest, measure_load

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
