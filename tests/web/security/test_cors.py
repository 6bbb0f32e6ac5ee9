"""Scripts of other sites read nothing, but for the API by the sites that are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.cors import BadOrigin, parse_origin
from tests.web.conftest import password_line

DESK = "https://desk.example"
ALLOW = "Access-Control-Allow-Origin"


def client_for(library: Engine, *origins: str, passwords: Path | None = None) -> FlaskClient:
    config = WebConfig("memory:", lambda _url: library, origins=origins, passwords=passwords)
    return create_app(config).test_client()


READ = [  # origins named, origin of the script, path, what the browser is told
    ((), DESK, "/api/info", None),
    ((DESK,), DESK, "/api/info", DESK),
    ((DESK,), DESK, "/api/search?q=putin", DESK),
    ((DESK,), DESK, "/api/search?limit=0", DESK),
    ((DESK,), DESK, "/api/search.csv?q=putin", DESK),
    (("http://localhost:3000", f"{DESK}/"), DESK, "/api/quote?text=noon", DESK),
    ((DESK,), DESK, "/", None),
    ((DESK,), DESK, "/article/noon", None),
    ((DESK,), "https://desk.example.evil.example", "/api/info", None),
    ((DESK,), "http://desk.example", "/api/info", None),
    ((DESK,), "null", "/api/info", None),
    ((DESK,), None, "/api/info", None),
]


@pytest.mark.parametrize(("named", "origin", "path", "told"), READ)
def test_who_may_read_what(
    library: Engine, named: tuple[str, ...], origin: str | None, path: str, told: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    with client_for(library, *named).get(path, headers=headers) as response:
        assert response.headers.get(ALLOW) == told
        assert "Access-Control-Allow-Credentials" not in response.headers
        is_told_apart = "Origin" in response.headers.get("Vary", "")
        assert is_told_apart == (bool(named) and path.startswith("/api/"))


def asked_first(client: FlaskClient, origin: str) -> dict[str, str]:
    """What a browser is told that asks before it sends a request with a password."""
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    return dict(client.options("/api/info", headers=headers).headers)


def test_a_browser_that_asks_first_needs_no_password(library: Engine, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text(password_line("alice"), "utf-8")
    client = client_for(library, DESK, passwords=passwords)
    told = asked_first(client, DESK)
    assert told[ALLOW] == DESK
    assert "Authorization" in told["Access-Control-Allow-Headers"]
    assert ALLOW not in asked_first(client, "https://evil.example")
    refused = client.get("/api/info", headers={"Origin": DESK})
    assert (refused.status_code, refused.headers[ALLOW]) == (401, DESK)


@pytest.mark.parametrize("written", ["*", "desk.example", "https://", "ftp://x", f"{DESK}/path"])
def test_what_is_no_origin_is_told(written: str) -> None:
    with pytest.raises(BadOrigin, match="is not an origin"):
        parse_origin(written)
