"""Where a server listens, and for whom: for this machine alone unless someone has thought of it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

from onrecord.search.errors import SearchError
from onrecord.web.config import LOOPBACK

HOST, PORT = "127.0.0.1", 8400
HIGHEST_PORT = 65_535


class BindError(SearchError):
    """The address to serve at cannot be had."""


class AccessControlMissing(SearchError):
    """Strangers could read the articles, and nobody has said that they may."""


@dataclass(frozen=True, slots=True)
class BindAddress:
    """An address to serve at, the path below it, and the proxy in front of it, if there is one."""

    host: str = HOST
    port: int = PORT
    prefix: str = ""
    proxy: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach it."""
        return self.proxy is None and all(
            ipaddress.ip_address(address).is_loopback for address in _addresses(self)
        )

    def hosts(self, trusted: tuple[str, ...]) -> tuple[str, ...]:
        """The names to answer to. On this machine alone they are few: a page elsewhere could
        point a name of its own here, and read what is not for it (DNS rebinding)."""
        own = (*LOOPBACK, _bracketed(self.host)) if self.is_private else ()
        return (*own, *trusted)

    def url(self, port: int) -> str:
        """The address to open in a browser."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        below = f"{self.prefix.strip('/')}/".lstrip("/")
        return f"http://{_bracketed(host)}:{port}/{below}"


def require_access_control(place: BindAddress, *, has_passwords: bool, is_open: bool) -> None:
    """NotGuarded if others could come in and it was not said who may."""
    if not (has_passwords or is_open or place.is_private):
        raise AccessControlMissing(
            f"at {place.host}{' behind a proxy' if place.proxy else ''} others could read the "
            "articles: say who may with --password-file FILE (onrecord password makes its lines), "
            "or let everyone in with --no-auth"
        )


def open_socket(place: BindAddress) -> socket.socket:
    """A socket that has the address for itself, or BindError."""
    if not 0 <= place.port <= HIGHEST_PORT:
        raise BindError(
            f"there is no port {place.port}; choose one up to {HIGHEST_PORT} with --port"
        )
    try:
        family = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((place.host, place.port), family=family)
    except OSError as error:
        raise BindError(_reason(error, place)) from error


def _addresses(place: BindAddress) -> set[str]:
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, OverflowError) as error:
        raise BindError(_reason(error, place)) from error
    return {str(address[0]).partition("%")[0] for *_, address in found}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reason(error: Exception, place: BindAddress) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            why = "another program already uses this port; choose another with --port"
        case errno.EACCES:
            why = "ports below 1024 are for the system; choose a higher one with --port"
        case _:
            why = f"{error}; check --host and --port"
    return f"cannot serve at {place.host}, port {place.port}: {why}"
