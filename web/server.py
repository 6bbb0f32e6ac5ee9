"""The web server: it stops when it has answered what was asked."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from web import WebConfig, create_app
from web.answering import Server
from web.listening import Place, bound, guarded
from web.monitoring import LOGGER, metrics_for
from web.passwords import Passwords
from web.sharing import Connections, Share
from web.workers import run_workers, stopped_by

PATIENCE = 30.0  # seconds that requests under way are given when the server stops


def serve(
    config: WebConfig,
    place: Place,
    ready: Callable[[str], None] = lambda _address: None,
    *,
    is_open: bool = False,
    workers: int = 1,
) -> None:
    """Serve an index until SIGINT or SIGTERM; `ready` is told the address once it answers."""
    if config.passwords:
        Passwords(config.passwords).hashes()  # better no server than one nobody can log in to
    guarded(place, has_passwords=config.passwords is not None, is_open=is_open)
    _start_logging(config)
    listener = bound(place)
    with metrics_for(workers):
        # One for all: the key of sessions and the count of log-ins are made here.
        app = create_app(replace(config, hosts=place.hosts(config.hosts)))
        ready(place.url(listener.getsockname()[1]))
        connections = Connections(workers)
        run_workers(
            workers, lambda worker: _answer(app, listener, place, Share(connections, worker))
        )


def _answer(app: Flask, listener: socket.socket, place: Place, share: Share) -> None:
    """Answer what comes until told to stop."""
    with stopped_by(signal.SIGTERM, signal.SIGINT) as is_stopping:
        server = Server(app, listener, place, share)
        try:
            _run(server, is_stopping)
        finally:
            server.close()


def _run(server: Server, is_stopping: threading.Event) -> None:
    """Answer until told to stop; then take no more, and finish what is under way."""
    while not is_stopping.is_set():
        server.turn()
    server.refuse_more()
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up and server.is_busy():
        server.turn()
    server.threads.shutdown()


def _start_logging(config: WebConfig) -> None:
    if config.is_logging:
        lines = logging.StreamHandler(sys.stderr)
        lines.setFormatter(logging.Formatter("time=%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        LOGGER.handlers = [lines]
        LOGGER.propagate = False
        LOGGER.setLevel(logging.INFO)
