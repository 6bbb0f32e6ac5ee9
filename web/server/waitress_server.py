"""The web server: waitress, with a graceful shutdown of our own.

waitress drops responses it has not sent when it is stopped, so we run its loop ourselves, using
undocumented internals. pyproject.toml therefore pins waitress to the minor version that
tests/web/server/test_waitress_server.py was run with.
"""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from waitress.server import create_server
from waitress.wasyncore import close_all, dispatcher, loop

from onrecord.web.config import WebConfig
from onrecord.web.middleware.access_log import log_to_stderr
from onrecord.web.security.password_file import PasswordFile
from onrecord.web.server.bind import BindAddress, open_socket, require_access_control
from onrecord.web.server.prefork import StopRequest, handle_signals, run_workers, shared_metrics

THREADS = 4
MAX_BODY_BYTES = 1 << 18  # a form with the longest query, every byte of it as %XX
DRAIN_SECONDS = 30.0  # for requests in progress when the server stops
PROXY_HEADERS = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"})


def serve(
    config: WebConfig,
    address: BindAddress,
    on_ready: Callable[[str], None] = lambda _url: None,
    *,
    no_auth: bool = False,
    workers: int = 1,
) -> None:
    """Serve an index until SIGINT or SIGTERM; `on_ready` gets the URL."""
    if config.passwords:
        PasswordFile(config.passwords).hashes()  # fail now if nobody could log in
    has_passwords = config.passwords is not None
    require_access_control(address, has_passwords=has_passwords, no_auth=no_auth)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # waiting requests are no news
    if config.is_logging:
        log_to_stderr()
    listener = open_socket(address)
    with shared_metrics(workers):
        from onrecord.web.app import create_app  # imports prometheus_client: see shared_metrics

        # One app for all workers: the session key and the count of failed logins are shared.
        app = create_app(replace(config, hosts=address.hosts(config.hosts)))
        on_ready(address.url(listener.getsockname()[1]))
        run_workers(workers, lambda: _work(app, listener, address))


def run_server(
    app: Flask, listener: socket.socket, address: BindAddress, stop: StopRequest
) -> None:
    """Answer requests until told to stop; then refuse connections and finish what is begun."""
    channels: dict[int, Any] = {}
    server = create_server(app, map=channels, sockets=[listener], **_settings(address))
    try:
        while not stop.is_set:
            _poll(channels)
        dispatcher.close(server)  # the listener only: new connections are refused at once
        deadline = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < deadline and any(
            map(_is_busy, list(server.active_channels.values()))
        ):
            _poll(channels)
        for channel in list(server.active_channels.values()):
            channel.handle_close()  # and delete the files that buffer large responses
        server.task_dispatcher.shutdown(timeout=1)
    finally:
        close_all(channels)


def _work(app: Flask, listener: socket.socket, address: BindAddress) -> None:
    with handle_signals(signal.SIGTERM, signal.SIGINT) as stop:
        run_server(app, listener, address, stop)


def _settings(address: BindAddress) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "threads": THREADS,
        "ident": "",
        "max_request_body_size": MAX_BODY_BYTES,
        "url_prefix": address.prefix,
    }
    if address.proxy:
        settings |= {
            "trusted_proxy": address.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": PROXY_HEADERS,
        }
    return settings


def _poll(channels: dict[int, Any]) -> None:
    loop(timeout=0.1, use_poll=True, map=channels, count=1)


def _is_busy(channel: Any) -> bool:
    """Whether a request is being answered or part of a response is not sent yet."""
    return bool(channel.requests or channel.total_outbufs_len)
