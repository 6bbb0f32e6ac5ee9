"""Nobody sees anything before logging in, and nobody gets in by guessing or by another's hand."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.errors import SearchError
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.login_throttle import MAX_FAILURES, WINDOW_SECONDS
from onrecord.web.security.password_file import PasswordFile, format_entry, parse_entries
from tests.web.conftest import browser

PASSWORD = "correct horse battery"
ALICE = format_entry("alice", PASSWORD)


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    path = tmp_path / "passwords"
    path.write_text(f"# who may\n\n{ALICE}\n", "utf-8")
    return path


@pytest.fixture
def guarded(library: Engine, passwords: Path) -> FlaskClient:
    return browser(create_app(WebConfig("memory:", lambda _url: library, passwords=passwords)))


def log_in(client: FlaskClient, password: str = PASSWORD) -> int:
    form = {"name": "alice", "password": password}
    return client.post("/login", data=form).status_code


def basic(name: str = "alice", password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


CLOSED = ["/", "/?q=putin", "/article/noon", "/opensearch.xml", "/nowhere", "/logout", "/saved"]
CLOSED_TO_PROGRAMS = ["/api/search", "/api/info", "/api/", "/api/nowhere", "/metrics"]
OPEN = [("/login", 200), ("/healthz", 200), ("/static/style.css", 200)]


@pytest.mark.parametrize("address", CLOSED)
def test_people_are_led_to_the_form_and_back(guarded: FlaskClient, address: str) -> None:
    response = guarded.get(address)
    assert response.status_code == 303
    asked = urlsplit(response.location)
    assert asked.path == "/login"
    [wanted] = parse_qs(asked.query)["next"]
    form = {"name": "alice", "password": PASSWORD}
    assert guarded.post("/login", data=form | {"next": wanted}).location == address
    assert guarded.get(address).status_code in (200, 404)


@pytest.mark.parametrize("address", CLOSED_TO_PROGRAMS)
def test_programs_are_asked_for_credentials(guarded: FlaskClient, address: str) -> None:
    response = guarded.get(address)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")
    assert guarded.get(address, headers=basic()).status_code in (200, 404)
    assert guarded.get(address, headers=basic(password="wrong")).status_code == 401
    assert guarded.get(address, headers=basic("nobody")).status_code == 401
    assert guarded.get(address, headers={"Authorization": "Basic !"}).status_code == 401


def test_a_script_of_the_page_opens_no_dialogue(guarded: FlaskClient) -> None:
    response = guarded.get("/api/search", headers={"Sec-Fetch-Dest": "empty"})
    assert response.status_code == 401
    assert "WWW-Authenticate" not in response.headers


@pytest.mark.parametrize(("address", "status"), OPEN)
def test_what_anyone_may_see(guarded: FlaskClient, address: str, status: int) -> None:
    with guarded.get(address) as response:
        assert response.status_code == status


def test_with_a_wrong_password_one_stays_outside(guarded: FlaskClient) -> None:
    assert log_in(guarded, "wrong") == 403
    assert guarded.get("/").status_code == 303


def test_the_cookie_is_out_of_reach(guarded: FlaskClient) -> None:
    log_in(guarded)
    cookie = guarded.get_cookie("onrecord")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not cookie.secure
    form = {"name": "alice", "password": PASSWORD}
    secure = {"wsgi.url_scheme": "https", "SCRIPT_NAME": "/search"}
    response = guarded.post("/login", data=form, environ_overrides=secure)
    [told] = response.headers.getlist("Set-Cookie")
    assert "; Secure" in told
    assert "Path=/search" in told
    assert response.headers["Strict-Transport-Security"]


def test_what_is_seen_is_for_one_person_alone(guarded: FlaskClient) -> None:
    log_in(guarded)
    response = guarded.get("/?q=putin")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert guarded.get("/login").headers["Cache-Control"] == "no-store"


ELSEWHERE = [  # where a forged address wants one to go
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/ok\r\nSet-Cookie: a=b",
    "",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_logging_in_leads_nowhere_else(guarded: FlaskClient, wanted: str) -> None:
    form = {"name": "alice", "password": PASSWORD}
    response = guarded.post("/login", data=form | {"next": wanted})
    assert response.location == "/"


def test_logging_out_ends_the_session(guarded: FlaskClient) -> None:
    log_in(guarded)
    response = guarded.post("/logout")
    assert response.status_code == 303
    assert "cache" in response.headers["Clear-Site-Data"]
    assert guarded.get("/").status_code == 303


@pytest.mark.parametrize("text", ["", "bob:scrypt:1", ALICE.replace("scrypt:", "plain:"), "\xff"])
def test_a_user_taken_out_of_the_file_is_out(
    guarded: FlaskClient, passwords: Path, text: str
) -> None:
    log_in(guarded)
    assert guarded.get("/").status_code == 200
    passwords.write_text(text, "latin-1")
    assert guarded.get("/").status_code in (303, 503)
    assert guarded.get("/api/info", headers=basic()).status_code in (401, 503)


def test_another_password_ends_sessions(guarded: FlaskClient, passwords: Path) -> None:
    log_in(guarded)
    assert guarded.get("/api/info", headers=basic()).status_code == 200
    passwords.write_text(format_entry("alice", "another password"), "utf-8")
    assert guarded.get("/").status_code == 303
    guarded.delete_cookie("onrecord")
    assert guarded.get("/api/info", headers=basic()).status_code == 401


def test_guessing_is_stopped(guarded: FlaskClient) -> None:
    assert [log_in(guarded, "wrong") for _ in range(MAX_FAILURES["address"])] == [
        403
    ] * MAX_FAILURES["address"]
    form = {"name": "alice", "password": PASSWORD}
    response = guarded.post("/login", data=form)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > WINDOW_SECONDS - 60
    assert "try again in 15 minutes" in response.text
    assert guarded.get("/api/info", headers=basic()).status_code == 429
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert guarded.post("/login", data=form, environ_overrides=other).status_code == 303


BAD_LINES = [  # name, password, what is said
    ("", PASSWORD, "a name has letters"),
    (" a", PASSWORD, "no spaces around"),
    ("a:b", PASSWORD, "no : or #"),
    ("#a", PASSWORD, "no : or #"),
    ("a\nb", PASSWORD, "a name has letters"),
    ("a", "short", "at least 10 characters"),
]


@pytest.mark.parametrize(("name", "password", "said"), BAD_LINES)
def test_names_and_passwords_that_cannot_be(name: str, password: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        format_entry(name, password)


def test_a_line_lets_in_whom_it_names(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    path.write_text(ALICE, "utf-8")
    assert PasswordFile(path).verify("alice", PASSWORD)
    assert not PasswordFile(path).verify("alice", PASSWORD.upper())
    assert not PasswordFile(path).verify("bob", PASSWORD)
    assert PASSWORD not in ALICE


@pytest.mark.parametrize("text", ["alice", "alice:secret", "a:scrypt:x\nb:plain"])
def test_a_file_of_something_else_is_refused_with_the_line(text: str) -> None:
    with pytest.raises(SearchError, match=r"passwords, line \d: not of the form name:hash"):
        parse_entries(text, Path("passwords"))
