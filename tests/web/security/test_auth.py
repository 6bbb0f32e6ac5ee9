"""Login: required everywhere, by form or HTTP Basic, never by guessing or by another's hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from onrecord.search.engines.base import Engine
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.login_throttle import MAX_FAILURES, WINDOW_SECONDS
from tests.web.conftest import PASSWORD, browser, password_line

BASIC = ("alice", PASSWORD)


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    path = tmp_path / "passwords"
    path.write_text(password_line("alice") + password_line("bob"), "utf-8")
    return path


@pytest.fixture
def app(library: Engine, passwords: Path) -> Flask:
    return create_app(WebConfig("memory:", lambda _url: library, passwords=passwords))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return browser(app)


def log_in(
    client: FlaskClient, password: str = PASSWORD, name: str = "alice", **options: str
) -> TestResponse:
    form = {"name": name, "password": password, **options}
    return client.post("/login", data=form)


CLOSED_TO_PEOPLE = ["/", "/?q=putin%2Fa&lang=en", "/article/a%20b", "/nowhere", "/logout", "/saved"]
CLOSED_TO_PROGRAMS = [
    "/api/search",
    "/api/info",
    "/api/",
    "/api/nowhere",
    "/metrics",
    "/search.atom",
]
PUBLIC = [("/login", 200), ("/healthz", 200), ("/static/style.css", 200)]


@pytest.mark.parametrize("path", CLOSED_TO_PEOPLE)
def test_people_are_led_to_the_form_and_back(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 303
    assert response.headers["Cache-Control"] == "no-store"
    assert urlsplit(response.location).path == "/login"
    assert client.get(path, auth=BASIC).status_code == 303  # browsers would keep the password
    [next_url] = parse_qs(urlsplit(response.location).query)["next"]
    assert log_in(client, next=next_url).location == path
    assert client.get(path).status_code in (200, 404)


def test_a_form_submitted_without_login_is_not_lost_on_a_page_of_its_own(
    client: FlaskClient,
) -> None:
    assert client.post("/logout").location == "/login?next=/"


@pytest.mark.parametrize("path", CLOSED_TO_PROGRAMS)
def test_programs_are_asked_for_credentials(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Basic realm="onrecord", charset="UTF-8"'
    assert client.get(path, auth=BASIC).status_code in (200, 404)


REFUSED_CREDENTIALS = ["Basic !", "Basic", "Bearer x", "Digest username=alice"]


@pytest.mark.parametrize("authorization", REFUSED_CREDENTIALS)
def test_malformed_credentials_are_refused(client: FlaskClient, authorization: str) -> None:
    headers = {"Authorization": authorization}
    assert client.get("/api/info", headers=headers).status_code == 401


@pytest.mark.parametrize("auth", [("alice", "wrong"), ("carol", PASSWORD), ("", ""), ("bob", "")])
def test_wrong_credentials_are_refused(client: FlaskClient, auth: tuple[str, str]) -> None:
    assert client.get("/api/info", auth=auth).status_code == 401
    assert log_in(client, auth[1], auth[0]).status_code == 403


@pytest.mark.parametrize(("destination", "asks"), [("empty", False), ("document", True)])
def test_a_script_of_a_page_opens_no_login_dialog(
    client: FlaskClient, destination: str, asks: bool
) -> None:
    response = client.get("/api/search", headers={"Sec-Fetch-Dest": destination})
    assert response.status_code == 401
    assert ("WWW-Authenticate" in response.headers) == asks


@pytest.mark.parametrize(("path", "status"), PUBLIC)
def test_what_needs_no_login(client: FlaskClient, path: str, status: int) -> None:
    with client.get(path) as response:
        assert response.status_code == status


def test_a_wrong_password_shows_the_form_again(client: FlaskClient) -> None:
    response = log_in(client, "wrong", next="/?q=putin")
    assert response.status_code == 403
    assert "Wrong name or password." in response.text
    assert 'value="alice"' in response.text
    assert 'value="/?q=putin"' in response.text
    assert client.get("/").status_code == 303


def test_spaces_around_a_name_do_not_matter(client: FlaskClient) -> None:
    assert log_in(client, name=" alice ").status_code == 303
    assert client.get("/").status_code == 200


def test_the_cookie_is_safe(client: FlaskClient) -> None:
    log_in(client)
    cookie = client.get_cookie("onrecord")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not cookie.secure
    assert cookie.expires
    remaining = cookie.expires - datetime.now(UTC)
    assert timedelta(hours=11, minutes=59) < remaining <= timedelta(hours=12)
    secure = {"wsgi.url_scheme": "https", "SCRIPT_NAME": "/search"}
    form = {"name": "alice", "password": PASSWORD, "next": "/saved"}
    response = client.post("/login", data=form, environ_overrides=secure)
    assert response.location == "/search/saved"
    [header] = response.headers.getlist("Set-Cookie")
    assert "; Secure" in header
    assert "Path=/search" in header
    assert "Set-Cookie" not in client.get("/").headers  # 12 hours from the login, not the last page


def test_pages_are_private_to_the_user(client: FlaskClient) -> None:
    log_in(client)
    response = client.get("/?q=putin")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(response.headers["Vary"].split(", "))
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    assert client.get("/logout").headers["Cache-Control"] == "no-store"
    with client.get("/static/style.css") as file:
        assert "Authorization" not in file.headers.get("Vary", "")


ELSEWHERE = [  # `next` in a forged link
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/a\\b",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/ok\r\nSet-Cookie: a=b",
    "/é",
    "",
]


@pytest.mark.parametrize("next_url", ELSEWHERE)
def test_login_leads_nowhere_else(client: FlaskClient, next_url: str) -> None:
    assert log_in(client, next=next_url).location == "/"


def test_logout_ends_the_session(client: FlaskClient) -> None:
    log_in(client)
    assert "alice" in client.get("/logout").text
    response = client.post("/logout")
    assert (response.status_code, response.location) == (303, "/login")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 303


FILES = [  # what the password file becomes, status of a page, status of the API
    ("", 303, 401),
    (password_line("bob"), 303, 401),
    (password_line("alice", "another password"), 303, 401),
    ("alice", 503, 503),
    ("\xff", 503, 503),
]


@pytest.mark.parametrize(("text", "page", "api"), FILES)
def test_a_change_of_the_password_file_ends_sessions(
    app: Flask, passwords: Path, text: str, page: int, api: int
) -> None:
    client, program = browser(app), app.test_client()
    log_in(client)
    assert client.get("/").status_code == 200
    assert program.get("/api/info", auth=BASIC).status_code == 200
    passwords.write_text(text, "latin-1")
    assert client.get("/").status_code == page
    assert program.get("/api/info", auth=BASIC).status_code == api


def test_users_stay_logged_in_when_another_changes(client: FlaskClient, passwords: Path) -> None:
    log_in(client)
    alice = passwords.read_text("utf-8").splitlines()[0]
    passwords.write_text(f"{alice}\n{password_line('bob', 'another password')}", "utf-8")
    assert client.get("/").status_code == 200


def test_guessing_is_blocked(client: FlaskClient) -> None:
    limit = MAX_FAILURES["address"]
    assert [log_in(client, "wrong").status_code for _ in range(limit)] == [403] * limit
    response = log_in(client)
    assert response.status_code == 429
    assert WINDOW_SECONDS - 60 < int(response.headers["Retry-After"]) <= WINDOW_SECONDS + 1
    assert "further attempts are blocked for 16 minutes" in response.text
    assert client.get("/api/info", auth=BASIC).status_code == 429
    form = {"name": "alice", "password": PASSWORD}
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/login", data=form, environ_overrides=other).status_code == 303


def test_programs_may_ask_often(app: Flask) -> None:
    """Verified credentials are cached: they are neither hashed nor counted again."""
    client = app.test_client()
    assert client.get("/api/info", auth=BASIC).status_code == 200
    for _ in range(MAX_FAILURES["address"]):
        client.get("/api/info", auth=("alice", "wrong"))
    assert client.get("/api/info", auth=BASIC).status_code == 200
    assert client.get("/api/info", auth=("bob", PASSWORD)).status_code == 429


@pytest.mark.parametrize(("maximum", "status"), [(1, 429), (2, 200)])
def test_the_cache_of_credentials_is_bounded(
    app: Flask, monkeypatch: pytest.MonkeyPatch, maximum: int, status: int
) -> None:
    monkeypatch.setattr("onrecord.web.security.auth.MAX_CACHED_CREDENTIALS", maximum)
    client = app.test_client()
    for name in ("alice", "bob"):
        assert client.get("/api/info", auth=(name, PASSWORD)).status_code == 200
    for _ in range(MAX_FAILURES["address"]):
        client.get("/api/info", auth=("alice", "wrong"))
    assert client.get("/api/info", auth=BASIC).status_code == status
