"""Where a server may listen, for whom, and what it says if it cannot."""

from __future__ import annotations

import errno
import socket

import pytest

from onrecord.web.config import WebConfig
from onrecord.web.server.bind import (
    AccessControlMissing,
    BindAddress,
    BindError,
    bind_error,
    open_socket,
    require_access_control,
)
from onrecord.web.server.waitress_server import serve

LOCAL = ("localhost", "127.0.0.1", "[::1]")
ADDRESSES = [  # host, proxy, the names it answers to besides trusted ones; None if it is public
    ("127.0.0.1", None, (*LOCAL, "127.0.0.1")),
    ("127.0.0.2", None, (*LOCAL, "127.0.0.2")),
    ("localhost", None, (*LOCAL, "localhost")),
    ("::1", None, (*LOCAL, "[::1]")),
    ("0.0.0.0", None, None),
    ("::", None, None),
    ("192.0.2.1", None, None),
    ("127.0.0.1", "127.0.0.1", None),
]


@pytest.mark.parametrize(("host", "proxy", "names"), ADDRESSES)
def test_a_public_address_needs_passwords_or_no_auth(
    host: str, proxy: str | None, names: tuple[str, ...] | None
) -> None:
    address = BindAddress(host=host, proxy=proxy)
    assert address.is_local == (names is not None)
    assert address.hosts(("facts.example",)) == (*(names or ()), "facts.example")
    require_access_control(address, has_passwords=True, no_auth=False)
    require_access_control(address, has_passwords=False, no_auth=True)
    if names is not None:
        require_access_control(address, has_passwords=False, no_auth=False)
        return
    with pytest.raises(AccessControlMissing, match=r"--password-file FILE .* --no-auth") as error:
        require_access_control(address, has_passwords=False, no_auth=False)
    assert ("behind a proxy" in str(error.value)) == (proxy is not None)


URLS = [  # host, prefix, the URL for a browser
    ("127.0.0.1", "", "http://127.0.0.1:8400/"),
    ("facts.example", "/search", "http://facts.example:8400/search/"),
    ("127.0.0.1", "a/b/", "http://127.0.0.1:8400/a/b/"),
    ("0.0.0.0", "", "http://127.0.0.1:8400/"),
    ("::", "", "http://[::1]:8400/"),
    ("::1", "", "http://[::1]:8400/"),
]


@pytest.mark.parametrize(("host", "prefix", "url"), URLS)
def test_the_url_to_open(host: str, prefix: str, url: str) -> None:
    assert BindAddress(host=host, prefix=prefix).url(8400) == url


def test_the_default_is_this_machine_at_port_8400() -> None:
    assert BindAddress() == BindAddress("127.0.0.1", 8400, "", None)


def test_a_port_in_use_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BindError, match=f"port {port}: the port is in use .* --port"):
            open_socket(BindAddress(port=port))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_socket_listens(host: str) -> None:
    with open_socket(BindAddress(host=host, port=0)) as listener:
        socket.create_connection(listener.getsockname()[:2], timeout=5).close()


INVALID = [  # host, port, message
    ("256.1.1.1.", 0, "cannot listen on 256.1.1.1., port 0: .*; check --host and --port"),
    ("127.0.0.1", 65_536, "no port 65536; choose one below 65536 with --port"),
    ("127.0.0.1", 99_999_999_999, "--port"),
    ("127.0.0.1", -1, "no port -1"),
]


@pytest.mark.parametrize(("host", "port", "message"), INVALID)
def test_invalid_addresses(host: str, port: int, message: str) -> None:
    with pytest.raises(BindError, match=message):
        serve(WebConfig("memory:"), BindAddress(host=host, port=port))


REASONS = [  # errno, what the message says
    (errno.EADDRINUSE, "in use by another program"),
    (errno.EACCES, "ports below 1024 need privileges"),
    (errno.EADDRNOTAVAIL, "check --host and --port"),
]


@pytest.mark.parametrize(("number", "message"), REASONS)
def test_errors_say_which_option_to_change(number: int, message: str) -> None:
    error = bind_error(OSError(number, "no"), BindAddress(port=80))
    assert str(error).startswith("cannot listen on 127.0.0.1, port 80: ")
    assert message in str(error)
