"""Where a server may listen, and which names it answers to."""

from __future__ import annotations

import socket

import pytest

from onrecord.web.app import WebConfig, create_app
from onrecord.web.server.bind import (
    AccessControlMissing,
    BindAddress,
    BindError,
    open_socket,
    require_access_control,
)
from onrecord.web.server.waitress_server import serve

HOSTS = [  # the name a request is for, the status of the answer
    ("localhost", 200),
    ("127.0.0.1:1234", 200),
    ("[::1]", 200),
    ("facts.example", 200),
    ("evil.example", 400),
    ("127.0.0.1.evil.example", 400),
    ("", 400),
]


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_a_local_server_answers_to_local_names_alone(host: str, status: int) -> None:
    place = BindAddress()
    config = WebConfig("memory:", hosts=place.hosts(("facts.example",)))
    response = create_app(config).test_client().get("/", headers={"Host": host})
    assert response.status_code == status
    assert "Content-Security-Policy" in response.headers
    assert status == 200 or "--trusted-host" in response.text


GUARDED = [  # host, proxy, whether strangers could come in
    ("127.0.0.1", None, False),
    ("localhost", None, False),
    ("::1", None, False),
    ("0.0.0.0", None, True),
    ("::", None, True),
    ("192.0.2.1", None, True),
    ("127.0.0.1", "127.0.0.1", True),
]


@pytest.mark.parametrize(("host", "proxy", "is_public"), GUARDED)
def test_strangers_come_in_only_if_someone_said_so(
    host: str, proxy: str | None, is_public: bool
) -> None:
    place = BindAddress(host=host, proxy=proxy)
    require_access_control(place, has_passwords=True, is_open=False)
    require_access_control(place, has_passwords=False, is_open=True)
    if is_public:
        with pytest.raises(AccessControlMissing, match=r"--password-file FILE .* --no-auth"):
            require_access_control(place, has_passwords=False, is_open=False)
    else:
        require_access_control(place, has_passwords=False, is_open=False)


def test_a_taken_port_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BindError, match=f"port {port}: another .* choose another with --port"):
            open_socket(BindAddress(port=port))


@pytest.mark.parametrize(
    ("host", "port"), [("256.1.1.1.", 0), ("127.0.0.1", 99_999), ("127.0.0.1", -1)]
)
def test_an_address_that_cannot_be(host: str, port: int) -> None:
    with pytest.raises(BindError, match="--port"):
        serve(WebConfig("memory:"), BindAddress(host=host, port=port))
