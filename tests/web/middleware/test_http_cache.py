"""What a client has is not sent again, and nothing old is ever taken for new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from onrecord.search.engines.base import Engine
from tests.corpus import ARTICLES, article, fill
from tests.web.conftest import client_of, engine_of

ADDRESSES = [
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


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_state_is_sent_once(changing: Engine, address: str) -> None:
    client = client_of(changing)
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert "Content-Security-Policy" in again.headers
    fill(changing, [article("new", "Putin", "Putin noon", source="noon.txt")])
    changed = client.get(address, headers={"If-None-Match": etag})
    assert changed.status_code in (200, 404)  # an article may be gone
    assert changed.headers.get("ETag") != etag


def test_an_error_has_no_validator(client: FlaskClient) -> None:
    for address in ("/?q=date:2024-99", "/article/none", "/api/search?limit=0"):
        response = client.get(address)
        assert response.status_code >= 400
        assert "ETag" not in response.headers
        assert "Last-Modified" not in response.headers


def test_another_day_is_another_state(changing: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """`date:"last week"` means other days tomorrow."""
    client = client_of(changing)
    etag = client.get("/?q=putin").headers["ETag"]

    class Tomorrow(datetime):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls.fromtimestamp(datetime.now().timestamp() + 86_400)

    monkeypatch.setattr("onrecord.web.middleware.http_cache.date", Tomorrow)
    assert client.get("/?q=putin").headers["ETag"] != etag


def test_dates_are_given_when_they_are_sure(
    changing: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(changing)
    assert "Last-Modified" not in client.get("/?q=putin").headers  # it may change within a second
    monkeypatch.setattr("onrecord.web.middleware.http_cache._SETTLED", timedelta(seconds=-1))
    response = client.get("/?q=putin")
    since = {"If-Modified-Since": response.headers["Last-Modified"]}
    assert client.get("/?q=putin", headers=since).status_code == 304
    early = {"If-Modified-Since": http_date(datetime.now(UTC) - timedelta(days=2))}
    assert client.get("/?q=putin", headers=early).status_code == 200


def test_copies_are_asked_for_again(client: FlaskClient) -> None:
    assert client.get("/?q=putin").headers["Cache-Control"] == "no-cache"
