"""Waitress's server as we run it: connections are shared with other workers, one thread leads."""

from __future__ import annotations

import socket
import time
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.wasyncore import dispatcher, loop

from web.listening import Place
from web.sharing import COURTESY, Share
from web.threads import Threads

THREADS = 4
LARGEST_BODY = 1 << 18  # bytes: a form with the longest query, every letter of it as %XX
TURN = 0.05  # seconds after which it looks around, though nothing has come
PROXY_HEADERS = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"})


class Server(TcpWSGIServer):  # type: ignore[misc]  # untyped there
    """One process's server on a socket that others may listen at too."""

    def __init__(self, app: Flask, listener: socket.socket, place: Place, share: Share) -> None:
        self.share = share
        self.threads = Threads()
        self.threads.set_thread_count(THREADS)
        super().__init__(
            app,
            map={},
            _sock=listener,
            dispatcher=self.threads,
            adj=Adjustments(sockets=[listener], **_settings(place)),
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def readable(self) -> bool:
        """Whether a new connection would be taken now."""
        self.share.note(len(self.active_channels))
        return super().readable() and not self.share.is_waiting(time.monotonic())

    def handle_accept(self) -> None:
        """Take a new connection, or leave it to a worker that has fewer."""
        if not self.share.leaves(time.monotonic()):
            super().handle_accept()

    def turn(self) -> None:
        """Read and write what can be at once; wait for it a little."""
        pause = COURTESY if self.share.is_waiting(time.monotonic()) else TURN
        loop(timeout=pause, use_poll=True, map=self._map, count=1)
        self.threads.relieve()

    def refuse_more(self) -> None:
        """Take no more connections: who comes now is refused at once, not left waiting."""
        dispatcher.close(self)

    def is_busy(self) -> bool:
        """Whether a request is being answered, or an answer has not all been sent."""
        channels = list(self.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _settings(place: Place) -> dict[str, Any]:
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
