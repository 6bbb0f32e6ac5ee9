"""The web server: waitress, which stops when it has answered what was asked."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from waitress.server import create_server
from waitress.wasyncore import dispatcher, loop

from onrecord.web.app import WebConfig, create_app
from onrecord.web.middleware.metrics import LOGGER, metrics_for
from onrecord.web.security.password_file import PasswordFile
from onrecord.web.server.bind import BindAddress, open_socket, require_access_control
from onrecord.web.server.prefork import StopRequest, handle_signals, run_workers

THREADS = 4
LARGEST_BODY = 1 << 18  # bytes: a form with the longest query, every letter of it as %XX
PATIENCE = 30.0  # seconds that requests under way are given when the server stops
PROXY_HEADERS = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"})


def serve(
    config: WebConfig,
    place: BindAddress,
    ready: Callable[[str], None] = lambda _address: None,
    *,
    is_open: bool = False,
    workers: int = 1,
) -> None:
    """Serve an index until SIGINT or SIGTERM; `ready` is told the address once it answers."""
    if config.passwords:
        PasswordFile(config.passwords).hashes()  # better no server than one nobody can log in to
    require_access_control(place, has_passwords=config.passwords is not None, is_open=is_open)
    _start_logging(config)
    listener = open_socket(place)
    with metrics_for(workers):
        # One for all: the key of sessions and the count of log-ins are made here.
        app = create_app(replace(config, hosts=place.hosts(config.hosts)))
        ready(place.url(listener.getsockname()[1]))
        run_workers(workers, lambda: _answer(app, listener, place))


def _answer(app: Flask, listener: socket.socket, place: BindAddress) -> None:
    """Answer what comes until told to stop."""
    with handle_signals(signal.SIGTERM, signal.SIGINT) as stopping:
        server = create_server(app, sockets=[listener], **_settings(place))
        try:
            _run(server, stopping)
        finally:
            server.close()


def _settings(place: BindAddress) -> dict[str, Any]:
    told: dict[str, Any] = {
        "threads": THREADS,
        "ident": "",
        "max_request_body_size": LARGEST_BODY,
        "url_prefix": place.prefix,
    }
    if place.proxy:
        told |= {
            "trusted_proxy": place.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": PROXY_HEADERS,
        }
    return told


def _run(server: Any, stopping: StopRequest) -> None:
    """Answer until told to stop; then take no more, and finish what is under way."""
    while not stopping.is_asked:
        _turn(server)
    dispatcher.close(server)  # who comes now is refused at once, not left waiting
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up and any(map(_is_busy, list(server.active_channels.values()))):
        _turn(server)
    server.task_dispatcher.shutdown()


def _turn(server: Any) -> None:
    loop(timeout=0.1, use_poll=True, map=server._map, count=1)


def _is_busy(channel: Any) -> bool:
    """Whether a request is being answered, or an answer has not all been sent."""
    return bool(channel.requests or channel.total_outbufs_len)


def _start_logging(config: WebConfig) -> None:
    # That requests wait for a thread is no news under load; metrics show how long they take.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    if config.is_logging:
        lines = logging.StreamHandler(sys.stderr)
        lines.setFormatter(logging.Formatter("time=%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        LOGGER.handlers = [lines]
        LOGGER.propagate = False
        LOGGER.setLevel(logging.INFO)
