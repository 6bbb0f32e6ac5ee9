"""The address a server listens on: this machine alone by default."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

from onrecord.search.errors import SearchError
from onrecord.web.config import LOOPBACK_HOSTS

HOST, PORT = "127.0.0.1", 8400
PORTS = 1 << 16


class BindError(SearchError):
    """The server cannot listen on this address."""


class AccessControlMissing(SearchError):
    """Others could read the articles, and nobody has said whether they may."""


@dataclass(frozen=True, slots=True)
class BindAddress:
    """The address to listen on, the path prefix, and the address of the reverse proxy, if any."""

    host: str = HOST
    port: int = PORT
    prefix: str = ""
    proxy: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.proxy is None and all(
            ipaddress.ip_address(address).is_loopback for address in _resolve(self)
        )

    def hosts(self, trusted: tuple[str, ...]) -> tuple[str, ...]:
        """The host names to answer to; empty for any. A local server answers to local names
        only, or any web page could point a name of its own at it (DNS rebinding)."""
        own = (*LOOPBACK_HOSTS, _bracketed(self.host)) if self.is_local else ()
        return (*own, *trusted)

    def url(self, port: int) -> str:
        """The URL to open in a browser."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        path = f"{self.prefix.strip('/')}/".lstrip("/")
        return f"http://{_bracketed(host)}:{port}/{path}"


def require_access_control(address: BindAddress, *, has_passwords: bool, no_auth: bool) -> None:
    """AccessControlMissing if the server would be public without passwords or a clear word."""
    if not (has_passwords or no_auth or address.is_local):
        raise AccessControlMissing(
            f"on {address.host}{' behind a proxy' if address.proxy else ''} others could read the "
            "articles: require a login with --password-file FILE (onrecord password NAME writes "
            "its lines), or let everyone in with --no-auth"
        )


def open_socket(address: BindAddress) -> socket.socket:
    """A listening socket, or BindError."""
    if address.port not in range(PORTS):
        raise BindError(f"no port {address.port}; choose one below {PORTS} with --port")
    try:
        family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise bind_error(error, address) from error


def bind_error(error: Exception, address: BindAddress) -> BindError:
    """The error for the user: what failed and which option to change."""
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            reason = "the port is in use by another program; choose another with --port"
        case errno.EACCES:
            reason = "ports below 1024 need privileges; choose a higher one with --port"
        case _:
            reason = f"{error}; check --host and --port"
    return BindError(f"cannot listen on {address.host}, port {address.port}: {reason}")


def _resolve(address: BindAddress) -> set[str]:
    try:
        found = socket.getaddrinfo(address.host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise bind_error(error, address) from error
    return {str(sockaddr[0]).partition("%")[0] for *_, sockaddr in found}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
