"""The web server: waitress, on this machine alone unless told otherwise."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from waitress.server import create_server

from search.errors import SearchError
from web import WebConfig, create_app

HOST, PORT = "127.0.0.1", 8400
THREADS = 4
HIGHEST_PORT = 65_535
LARGEST_BODY = 1 << 16  # bytes; every request is a GET


class CannotListen(SearchError):
    """The address to serve at cannot be had."""


def serve(
    url: str,
    host: str = HOST,
    port: int = PORT,
    ready: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serve an index until SIGINT or SIGTERM; `ready` is told the address once it answers."""
    listener = _bound(host, port)
    server = create_server(
        create_app(WebConfig(url)),
        sockets=[listener],
        threads=THREADS,
        ident="",
        max_request_body_size=LARGEST_BODY,
    )
    try:
        with _stopped_by(signal.SIGTERM):
            ready(_address(host, listener.getsockname()[1]))
            server.run()  # until KeyboardInterrupt or SystemExit; requests under way are finished
    finally:
        server.close()


def _bound(host: str, port: int) -> socket.socket:
    """A socket that has the address for itself, or CannotListen."""
    if not 0 <= port <= HIGHEST_PORT:
        raise CannotListen(f"there is no port {port}; choose one up to {HIGHEST_PORT} with --port")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise CannotListen(_reason(error, host, port)) from error


def _address(host: str, port: int) -> str:
    """The address to open in a browser."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _reason(error: Exception, host: str, port: int) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            why = "another program already uses this port; choose another with --port"
        case errno.EACCES:
            why = "ports below 1024 are for the system; choose a higher one with --port"
        case _:
            why = f"{error}; check --host and --port"
    return f"cannot serve at {host}, port {port}: {why}"


@contextmanager
def _stopped_by(number: signal.Signals) -> Iterator[None]:
    """Let a signal end the server as Ctrl-C does."""

    def stop(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is told of signals
        return
    before = signal.signal(number, stop)
    try:
        yield
    finally:
        signal.signal(number, before)
