"""One line per request, without what was searched for, and without forgery."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.web.app import WebConfig, create_app
from tests.web.conftest import PASSWORD, password_line


def logging_client(
    library: Engine, *, logs_queries: bool = False, passwords: Path | None = None
) -> FlaskClient:
    config = WebConfig(
        "memory:",
        lambda _url: library,
        is_logging=True,
        logs_queries=logs_queries,
        passwords=passwords,
    )
    return create_app(config).test_client()


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "onrecord.requests"]


REQUESTS = [  # path, whether queries are logged, the line up to the time it took
    ("/api/info", False, "method=GET path=/api/info status=200 bytes={bytes}"),
    ("/api/search?q=secret", False, "method=GET path=/api/search status=200 bytes={bytes}"),
    ("/?q=secret", False, "method=GET path=/ status=200 bytes={bytes}"),
    ("/nowhere", False, "method=GET path=/nowhere status=404 bytes={bytes}"),
    ("/?q=a+b&lang=en", True, "method=GET path=/ query=q=a+b&lang=en status=200 bytes={bytes}"),
    ("/", True, "method=GET path=/ status=200 bytes={bytes}"),
    ("/api/search.jsonl?q=the", False, "method=GET path=/api/search.jsonl status=200 bytes=-"),
]


@pytest.mark.parametrize(("path", "logs_queries", "expected"), REQUESTS)
def test_a_line_per_request(
    library: Engine,
    caplog: pytest.LogCaptureFixture,
    path: str,
    logs_queries: bool,
    expected: str,
) -> None:
    caplog.set_level("INFO", "onrecord.requests")
    response = logging_client(library, logs_queries=logs_queries).get(path, buffered=True)
    [line] = messages(caplog)
    start, _, milliseconds = line.partition(" ms=")
    size = response.headers.get("Content-Length")
    assert start == f"from=127.0.0.1 user=- {expected.format(bytes=size)}"
    assert 0 < float(milliseconds) < 60_000


def test_the_line_names_the_user_and_the_prefix(
    library: Engine, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level("INFO", "onrecord.requests")
    (tmp_path / "users").write_text(password_line("alice b"), "utf-8")
    client = logging_client(library, passwords=tmp_path / "users")
    prefix = {"SCRIPT_NAME": "/search"}
    auth = ("alice b", PASSWORD)
    client.get("/api/info", auth=auth, environ_overrides=prefix, buffered=True)
    assert "user=alice%20b method=GET path=/search/api/info" in messages(caplog)[0]


FORGED = ["/a%0astatus=200", "/a b", '/"x"', "/\u2028", "/é", "/%ff"]


@pytest.mark.parametrize("path", FORGED)
def test_no_request_forges_a_line(
    library: Engine, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level("INFO", "onrecord.requests")
    logging_client(library, logs_queries=True).get(f"{path}?q=%0a\u2028 x", buffered=True)
    [line] = messages(caplog)
    assert line.isascii()
    assert line.isprintable()
    assert len(line.split()) == 8
