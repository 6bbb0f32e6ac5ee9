"""A server answers to the host names it was given, and to any if there are none."""

from __future__ import annotations

import pytest

from onrecord.web.app import WebConfig, create_app
from onrecord.web.server.bind import BindAddress

LOCAL = BindAddress().hosts(("Facts.example", "[2001:db8::1]"))
HOSTS = [  # Host header, status
    ("localhost", 200),
    ("LOCALHOST", 200),
    ("127.0.0.1:1234", 200),
    ("[::1]", 200),
    ("[::1]:8400", 200),
    ("facts.example", 200),
    ("[2001:db8::1]:80", 200),
    ("evil.example", 400),
    ("127.0.0.1.evil.example", 400),
    ("sub.facts.example", 400),
    ("[::2]", 400),
    ("", 400),
]


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_a_local_server_answers_to_local_and_trusted_names(host: str, status: int) -> None:
    client = create_app(WebConfig("memory:", hosts=LOCAL)).test_client()
    response = client.get("/", headers={"Host": host})
    assert response.status_code == status
    assert "Content-Security-Policy" in response.headers
    assert status == 200 or "allow it with --trusted-host" in response.text


def test_without_names_it_answers_to_any() -> None:
    client = create_app(WebConfig("memory:")).test_client()
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 200
