"""Error pages and responses: what is wrong and what to do; paths and hosts go to the log alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    IndexMissing,
    IndexOutdated,
    ServerError,
    ServerUnreachable,
)
from onrecord.web.app import WebConfig, create_app

PATHS = ("/", "/?q=zebra", "/article/z", "/quote?text=a+zebra", "/api/search?q=zebra", "/healthz")


def failing(error: Exception) -> FlaskClient:
    def open_index(_url: str) -> Engine:
        raise error

    app = create_app(WebConfig("memory:", open_index))
    app.logger.disabled = True
    return app.test_client()


def missing(folder: Path) -> WebConfig:
    return WebConfig(f"tantivy:{folder / 'secret'}")


def missing_for_whoosh(folder: Path) -> WebConfig:
    return WebConfig(f"whoosh:{folder / 'secret'}")


def no_index(folder: Path) -> WebConfig:
    (folder / "secret").mkdir()
    (folder / "secret" / "other.txt").write_text("no index", "utf-8")
    return WebConfig(f"tantivy:{folder / 'secret'}")


def another_engine(folder: Path) -> WebConfig:
    return WebConfig(f"{folder / 'secret'}:none")


@pytest.mark.parametrize("broken", [missing, missing_for_whoosh, no_index, another_engine])
@pytest.mark.parametrize("path", PATHS)
def test_no_path_of_the_server_is_shown(
    broken: Callable[[Path], WebConfig],
    path: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = create_app(broken(tmp_path)).test_client().get(path)
    assert response.status_code == 503
    assert "see the server log" in response.text
    assert not any(name in response.text for name in ("secret", tmp_path.name))
    assert "secret" in caplog.text


MESSAGES = [
    (EngineError, "the index cannot be read"),
    (IndexMissing, "there is no index yet"),
    (IndexOutdated, "the index was built by another version of onrecord and must be rebuilt"),
    (ServerUnreachable, "the search cluster does not respond"),
    (AccessDenied, "the search cluster denies access to onrecord"),
    (ServerError, "the search cluster has an internal error"),
    *(
        (kind, "the index cannot be read")
        for kind in EngineError.__subclasses__()
        if kind not in (IndexMissing, IndexOutdated)
        and not issubclass(kind, (ServerUnreachable, AccessDenied, ServerError))
    ),
]


@pytest.mark.parametrize(("kind", "message"), MESSAGES)
def test_the_message_for_visitors(
    kind: type[EngineError], message: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = failing(kind("no answer from https://secret:9200\nstatus=200"))
    for path in PATHS:
        response = client.get(path)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert f"{message[1:]}; see the server log" in response.text
        assert "secret" not in response.text
    assert {record.getMessage() for record in caplog.records} == {
        'error="no answer from https://secret:9200\\nstatus=200"'
    }


FILES = [
    ("saved", "/saved", "the file of saved searches cannot be used"),
    ("passwords", "/api/info", "the password file cannot be read"),
]


@pytest.mark.parametrize(("setting", "path", "message"), FILES)
def test_files_of_the_server_are_not_named(
    setting: str, path: str, message: str, tmp_path: Path, library: Engine
) -> None:
    (tmp_path / "secret").mkdir()  # not a file
    config = WebConfig("memory:", lambda _url: library)
    app = create_app(replace(config, **{setting: tmp_path / "secret"}))  # type: ignore[arg-type]  # a path, both
    response = app.test_client().get(path, auth=("alice", "password"))
    assert response.status_code == 503
    assert "secret" not in response.text
    assert f"{message[1:]}; see the server log" in response.text
    assert "as soon as the index is back" not in response.text


def test_the_page_says_that_it_will_work_again(tmp_path: Path) -> None:
    text = create_app(missing(tmp_path)).test_client().get("/").text
    assert "There is no index yet; see the server log." in text
    assert "as soon as the index is back" in text


PAGES = [  # method, path, status, heading, message
    ("GET", "/nowhere", 404, "Page not found", "No page '/nowhere'."),
    ("GET", "/" + "x" * 300, 404, "Page not found", f"No page '/{'x' * 199}'."),
    ("GET", "/article/none", 404, "Page not found", "none"),
    ("GET", "/?sort=best", 400, "Invalid search", "not 'best'"),
    ("GET", "/?q=date:2024-99", 400, "Invalid search", "no month 99"),
    ("POST", "/", 405, "Method Not Allowed", "POST is not supported here; use GET."),
]


@pytest.mark.parametrize(("method", "path", "status", "heading", "message"), PAGES)
def test_error_pages(
    client: FlaskClient, method: str, path: str, status: int, heading: str, message: str
) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert f"<h1>{heading}</h1>" in response.text
    assert message in response.text.replace("&#39;", "'")
    assert "Retry-After" not in response.headers
    assert response.headers.get("Allow") == ("GET, HEAD, OPTIONS" if status == 405 else None)


WAYS_OUT = [  # path, the link that leads on
    ("/?q=putin&cursor=!", '<a href="/?q=putin">First page of this search</a>'),
    ("/?q=putin&sort=best", '<a href="/?q=putin">Search without it</a>'),
    ("/?q=putin&from=x&lang=en", '<a href="/?q=putin">Search without it</a>'),
    ("/?q=putin&bad=1", '<a href="/?q=putin">Search without it</a>'),
    ("/?sort=best", None),
    ("/?q=+&sort=best", None),
    (f"/?q={'a' * 10_001}", None),
    ("/?q=date:2024-99", None),
]


@pytest.mark.parametrize(("path", "link"), WAYS_OUT)
def test_an_error_page_leads_on(client: FlaskClient, path: str, link: str | None) -> None:
    response = client.get(path)
    assert response.status_code == 400
    links = re.findall("<a [^>]*>(?:First page of|Search without) [a-z ]*</a>", response.text)
    assert links == ([link] if link else [])


def test_the_search_box_keeps_the_query(client: FlaskClient) -> None:
    assert 'value="putin noon"' in client.get("/?q=putin+noon&sort=best").text
    assert f'value="{"a" * 10_000}"' in client.get(f"/?q={'a' * 10_001}").text


@pytest.mark.parametrize("path", ["/?q=zebra", "/api/search?q=zebra"])
def test_a_bug_shows_no_stack_trace(path: str) -> None:
    response = failing(ZeroDivisionError("secret detail")).get(path)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("path", ["/", "/api/info"])
def test_an_unknown_host_gets_plain_text(library: Engine, path: str) -> None:
    config = WebConfig("memory:", lambda _url: library, hosts=("localhost",))
    response = create_app(config).test_client().get(path, headers={"Host": "evil.example"})
    assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert "--trusted-host" in response.text


class Lost:
    """An engine whose server has gone since it was opened."""

    def generation(self) -> str:
        raise ServerUnreachable("no answer")


def test_an_index_that_fails_is_opened_again(library: Engine) -> None:
    engines: Any = iter([Lost(), library])
    client = create_app(WebConfig("memory:", lambda _url: next(engines))).test_client()
    assert [client.get("/healthz").status_code for _ in range(3)] == [503, 200, 200]
