"""Forms are accepted from our own pages, whatever a browser tells of where they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from onrecord.search.engines.base import Engine
from onrecord.web.app import WebConfig, create_app
from tests.web.conftest import PASSWORD, password_line

LOCAL = "http://localhost"
PROXIED = "https://facts.example/search"  # as the proxy says by X-Forwarded-Host and -Proto


@pytest.fixture(scope="module")
def app(library: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("csrf")
    (folder / "users").write_text(password_line("alice"), "utf-8")
    config = WebConfig("memory:", lambda _url: library, passwords=folder / "users")
    return create_app(config)


FORMS = [  # our address, Sec-Fetch-Site, Origin, status
    (LOCAL, "same-origin", LOCAL, 303),
    (LOCAL, "same-origin", None, 303),
    (LOCAL, "none", None, 303),  # submitted again by a reload
    (LOCAL, "cross-site", "https://evil.example", 403),
    (LOCAL, "cross-site", LOCAL, 403),
    (LOCAL, "cross-site", None, 403),
    (LOCAL, "same-site", "http://other.localhost", 403),
    (LOCAL, "same-site", LOCAL, 403),
    (LOCAL, "", LOCAL, 403),
    (LOCAL, "SAME-ORIGIN", LOCAL, 403),
    # plain HTTP in a local network, or an old Safari
    (LOCAL, None, LOCAL, 303),
    (LOCAL, None, "null", 403),  # a sandboxed frame, a local file, a redirect by another site
    (LOCAL, None, "", 403),
    (LOCAL, None, "https://localhost", 403),
    (LOCAL, None, "http://localhost:81", 403),
    (LOCAL, None, "http://localhost.evil.example", 403),
    (LOCAL, None, "http://sub.localhost", 403),
    (LOCAL, None, "http://localhost/", 403),  # no browser sends a path
    ("http://localhost:8400", None, "http://localhost:8400", 303),
    ("http://localhost:8400", None, LOCAL, 403),
    ("http://xn--fkten-gra.example", None, "http://xn--fkten-gra.example", 303),
    # neither header: curl, scripts, browsers from before 2020
    (LOCAL, None, None, 403),
    # behind a proxy, under a path
    (PROXIED, "same-origin", "https://facts.example", 303),
    (PROXIED, None, "https://facts.example", 303),
    (PROXIED, None, "https://facts.example:443", 403),  # browsers leave the default port out
    (PROXIED, None, "http://facts.example", 403),
    (PROXIED, None, "http://127.0.0.1:8400", 403),
]


@pytest.mark.parametrize(("own", "site", "origin", "status"), FORMS)
@pytest.mark.parametrize("is_logged_in", [False, True])
def test_where_a_form_may_come_from(
    app: Flask, own: str, site: str | None, origin: str | None, status: int, is_logged_in: bool
) -> None:
    client = app.test_client()
    form = {"name": "alice", "password": PASSWORD}
    if is_logged_in:
        trusted = {"Sec-Fetch-Site": "same-origin"}
        assert client.post("/login", data=form, base_url=own, headers=trusted).status_code == 303
    headers = {"Sec-Fetch-Site": site, "Origin": origin}
    sent = {name: value for name, value in headers.items() if value is not None}
    response = client.post("/login", data=form, base_url=own, headers=sent)
    assert response.status_code == status
    if status == 403:
        assert "load the page again" in response.text
        assert "Set-Cookie" not in response.headers  # nobody is logged in by another's hand


METHODS = [  # method, path, status of a cross-site request where nobody has to log in
    ("GET", "/saved", 200),
    ("HEAD", "/saved", 200),
    ("OPTIONS", "/saved", 200),
    ("POST", "/saved", 403),
    ("POST", "/healthz", 405),
    ("PUT", "/saved", 405),
    ("DELETE", "/nowhere", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), METHODS)
def test_what_may_be_asked_from_anywhere(
    library: Engine, tmp_path: Path, method: str, path: str, status: int
) -> None:
    config = WebConfig("memory:", lambda _url: library, saved=tmp_path / "saved.sqlite")
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = create_app(config).test_client().open(path, method=method, headers=headers)
    assert response.status_code == status


def test_pages_let_browsers_name_their_origin(app: Flask) -> None:
    """With `no-referrer` the Origin of our own forms would be `null`."""
    assert app.test_client().get("/login").headers["Referrer-Policy"] == "same-origin"
