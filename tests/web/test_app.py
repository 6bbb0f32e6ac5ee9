"""The application: what each setting turns on, and what holds for every template and address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from onrecord.search.engines.base import Engine
from onrecord.search.results.models import JSON_KEYS
from onrecord.web.app import WebConfig, create_app
from tests.corpus import article
from tests.web.conftest import client_of, engine_of, password_line

EVIL = {"headers": {"Host": "evil.example"}}
SCRIPT = {"headers": {"Origin": "https://desk.example"}}
LINK = 'href="/saved"'
PASSWORDS, SAVED = Path("users.txt"), Path("saved.sqlite")

SETTINGS: list[tuple[dict[str, Any], str, dict[str, Any], int, bool]] = [
    # settings, path, request, status, whether pages link to saved searches
    ({}, "/", {}, 200, False),
    ({}, "/", EVIL, 200, False),
    ({"hosts": ("localhost",)}, "/", {}, 200, False),
    ({"hosts": ("localhost",)}, "/", EVIL, 400, False),
    ({}, "/saved", {}, 404, False),
    ({"saved": SAVED}, "/saved", {}, 200, True),
    ({}, "/login", {}, 404, False),
    ({"passwords": PASSWORDS}, "/login", {}, 200, False),
    ({"passwords": PASSWORDS}, "/api/info", {}, 401, False),
    ({"search_seconds": 0}, "/?q=noon", {}, 400, False),
]


@pytest.mark.parametrize(("settings", "path", "request_made", "status", "links"), SETTINGS)
def test_settings(
    library: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, Any],
    path: str,
    request_made: dict[str, Any],
    status: int,
    links: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    PASSWORDS.write_text(password_line("alice"), "utf-8")
    client = create_app({"open_index": lambda _url: library, **settings}).test_client()
    response = client.get(path, **request_made)
    assert response.status_code == status
    assert (LINK in response.text) == links


@pytest.mark.parametrize(("origins", "allowed"), [((), None), (("https://desk.example",),) * 2])
def test_scripts_of_other_sites(
    library: Engine, origins: tuple[str, ...], allowed: tuple[str] | None
) -> None:
    client = create_app(WebConfig("", lambda _url: library, origins=origins)).test_client()
    told = client.get("/api/info", **SCRIPT).headers.get("Access-Control-Allow-Origin")
    assert told == (allowed and allowed[0])


@pytest.mark.parametrize(
    ("settings", "logged"),
    [
        ({}, []),
        ({"is_logging": True}, [False]),
        ({"is_logging": True, "logs_queries": True}, [True]),
    ],
)
def test_the_log(
    library: Engine,
    caplog: pytest.LogCaptureFixture,
    settings: dict[str, bool],
    logged: list[bool],
) -> None:
    client = create_app(WebConfig("", lambda _url: library, **settings)).test_client()
    with caplog.at_level("INFO", "onrecord.requests"):
        client.get("/healthz?a=b").close()
    assert ["a=b" in record.getMessage() for record in caplog.records] == logged


def test_templates_print_no_control_characters_and_fail_on_unknown_names() -> None:
    render = create_app(WebConfig("memory:")).jinja_env.from_string
    assert render("<{{ x }}>").render(x="a\x00b") == "<a\ufffdb>"
    assert render("a\n  {% if true %}\nb\n  {% endif %}\n").render() == "a\nb\n"
    with pytest.raises(UndefinedError):
        render("{{ nowhere }}").render()


def test_keys_keep_their_order_and_ids_their_slashes() -> None:
    client: FlaskClient = client_of(engine_of([article("a//b", "Zebra", "A zebra.")]))
    assert tuple(client.get("/api/search?q=zebra").get_json()) == JSON_KEYS
    assert client.get("/api/articles/a//b").get_json()["id"] == "a//b"
    assert client.get("/article/a//b").status_code == 200
