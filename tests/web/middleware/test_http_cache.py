"""What a client has is not sent again, and nothing old is ever taken for new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from onrecord.search.engines.base import Engine
from onrecord.web.app import WebConfig, create_app
from tests.corpus import ARTICLES, article, fill
from tests.web.conftest import PASSWORD, browser, client_of, engine_of, password_line

MODULE = "onrecord.web.middleware.http_cache"
PATHS = [
    "/",
    "/?q=putin",
    "/article/noon?q=putin",
    "/api/search?q=putin",
    "/api/articles/noon",
    "/api/info",
    "/api/search.csv?q=putin",
    "/api/search.atom?q=putin",
]


@pytest.fixture
def changing() -> Engine:
    return engine_of(ARTICLES)


@pytest.mark.parametrize("path", PATHS)
def test_the_same_state_is_sent_once(changing: Engine, path: str) -> None:
    client = client_of(changing)
    etag = client.get(path, buffered=True).headers["ETag"]
    assert etag.startswith("W/")
    for method in ("GET", "HEAD"):
        again = client.open(path, method=method, headers={"If-None-Match": etag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
        assert "Content-Security-Policy" in again.headers
    assert client.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200
    fill(changing, [article("new", "Putin", "Putin noon", source="noon.txt")])
    changed = client.get(path, headers={"If-None-Match": etag})
    assert changed.status_code in (200, 404)  # an article may be gone
    assert changed.headers.get("ETag") != etag


UNCACHED = [  # method, path, status
    ("GET", "/?q=date:2024-99", 400),
    ("GET", "/article/none", 404),
    ("GET", "/api/search?limit=0", 400),
    ("OPTIONS", "/?q=putin", 200),
    ("GET", "/healthz", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/saved", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), UNCACHED)
def test_what_has_no_validators(
    library: Engine, tmp_path: Path, method: str, path: str, status: int
) -> None:
    config = WebConfig("memory:", lambda _url: library, saved=tmp_path / "saved.sqlite")
    response = create_app(config).test_client().open(path, method=method)
    assert response.status_code == status
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("path", PATHS)
def test_users_do_not_share_validators(library: Engine, tmp_path: Path, path: str) -> None:
    """One browser may serve several users, and pages say who is logged in."""
    (tmp_path / "users").write_text(password_line("alice") + password_line("bob"), "utf-8")
    app = create_app(WebConfig("memory:", lambda _url: library, passwords=tmp_path / "users"))
    etags = {}
    for name in ("alice", "bob"):
        client = browser(app)
        client.post("/login", data={"name": name, "password": PASSWORD})
        etags[name] = client.get(path, buffered=True).headers["ETag"]
        headers = {"If-None-Match": etags["alice"]}
        other = client.get(path, headers=headers, buffered=True)
        assert other.status_code == (304 if name == "alice" else 200)
    assert etags["alice"] != etags["bob"]


def test_another_day_is_another_state(changing: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """`date:"last week"` means other days tomorrow."""
    client = client_of(changing)
    etag = client.get("/?q=putin").headers["ETag"]

    class Tomorrow(datetime):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls.fromtimestamp(datetime.now().timestamp() + 86_400)

    monkeypatch.setattr(f"{MODULE}.date", Tomorrow)
    assert client.get("/?q=putin").headers["ETag"] != etag


def test_another_program_is_another_state(
    changing: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(changing)
    etag = client.get("/?q=putin").headers["ETag"]
    monkeypatch.setattr(f"{MODULE}._PROGRAM", "1.1")
    assert client.get("/?q=putin").headers["ETag"] != etag


def test_dates_are_sent_when_they_are_certain(
    changing: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(changing)
    first = client.get("/?q=putin")
    assert "Last-Modified" not in first.headers  # the index may change again in this second
    monkeypatch.setattr(f"{MODULE}._DATE_RESOLUTION", timedelta(seconds=-1))
    response = client.get("/?q=putin")
    modified = response.last_modified
    assert modified
    assert timedelta() <= datetime.now(UTC) - modified < timedelta(minutes=1)
    rows = [(modified, 304), (modified - timedelta(seconds=1), 200)]
    for since, status in rows:
        headers = {"If-Modified-Since": http_date(since)}
        assert client.get("/?q=putin", headers=headers).status_code == status


def test_the_date_is_that_of_the_last_change(
    changing: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the index, or of the day."""

    class Clock(datetime):
        at = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)

        @classmethod
        def now(cls, _zone: object = None) -> datetime:  # type: ignore[override]  # a fixed time
            return cls.at

        @classmethod
        def today(cls) -> datetime:  # type: ignore[override]  # as `date`
            return cls.at.astimezone().date()  # type: ignore[return-value]

    monkeypatch.setattr(f"{MODULE}.datetime", Clock)
    monkeypatch.setattr(f"{MODULE}.date", Clock)
    client = client_of(changing)
    rows = [  # minutes since the first request, whether the index changes, the date sent
        (0, False, None),
        (1, False, 0),
        (2, True, None),
        (3, False, 2),
        (3 * 24 * 60, False, "midnight"),
    ]
    start = Clock.at
    for minutes, changes, expected in rows:
        Clock.at = start + timedelta(minutes=minutes)
        if changes:
            fill(changing, [article(f"new{minutes}", "New", "Putin", source=f"{minutes}.txt")])
        modified = client.get("/?q=putin").last_modified
        if expected == "midnight":
            local = Clock.at.astimezone().replace(hour=0, minute=0)
            assert modified == local.astimezone(UTC)
        elif expected is None:
            assert modified is None
        else:
            assert modified == start + timedelta(minutes=int(expected))


def test_caches_ask_before_they_answer(client: FlaskClient) -> None:
    assert client.get("/?q=putin").headers["Cache-Control"] == "no-cache"
