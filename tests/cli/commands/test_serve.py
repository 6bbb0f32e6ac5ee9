"""`onrecord serve`: its defaults, what it makes of its options, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from socket import socket
from typing import Any

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient

from onrecord.cli.commands.serve import command, serve_page
from onrecord.search.engines.registry import open_engine
from onrecord.web.config import WebConfig
from onrecord.web.middleware.access_log import LOGGER
from tests.cli.conftest import Onrecord
from tests.web.conftest import browser

REFUSED = [
    (["--host", "0.0.0.0"], "--no-auth"),
    (["--behind-proxy", "127.0.0.1"], "--no-auth"),
    (["--password-file", "nowhere"], "nowhere cannot be read"),
    (["--workers", "0"], "0 is not in the range"),
    (["--workers", "65"], "65 is not in the range"),
    (["--search-seconds", "0.09"], "0.09 is not in the range"),
]


@pytest.mark.parametrize(("options", "said"), REFUSED)
@pytest.mark.usefixtures("library")
def test_what_is_not_safe_is_refused(onrecord: Onrecord, options: list[str], said: str) -> None:
    ran = onrecord("serve", "--port", "0", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_defaults() -> None:
    params = command.make_context("serve", ["--index", "news"]).params
    assert params == {
        "host": "127.0.0.1",
        "port": 8400,
        "passwords": None,
        "no_auth": False,
        "proxy": None,
        "prefix": "",
        "hosts": (),
        "origins": (),
        "saved": None,
        "workers": 1,
        "search_seconds": WebConfig().search_seconds,
        "log_queries": False,
        "index_url": "news",
    }
    help_text = command.get_help(click.Context(command, terminal_width=200))
    for default in ("[default: 127.0.0.1]", "[default: 1; 1<=x<=64]", "[default: 10.0; x>=0.1]"):
        assert default in help_text


class Started(Exception):
    """The server would now answer requests with this app."""


@pytest.fixture
def not_listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let waitress raise `Started` instead of starting, in a folder with an index."""

    def create_server(app: Flask, *, sockets: list[socket], **_settings: Any) -> None:
        sockets[0].close()
        raise Started(app)

    monkeypatch.chdir(tmp_path)
    open_engine("news").writer().close()
    monkeypatch.setattr("onrecord.web.server.waitress_server.create_server", create_server)
    for name in ("handlers", "propagate", "level"):
        monkeypatch.setattr(LOGGER, name, getattr(LOGGER, name))  # restored after the test


def start(*options: str) -> FlaskClient:
    """A client of the server that `onrecord serve` with these options starts."""
    with pytest.raises(Started) as started:
        command.main(["--index", "news", "--port", "0", *options], standalone_mode=False)
    return browser(started.value.args[0])


@pytest.mark.usefixtures("not_listening")
@pytest.mark.parametrize(("options", "logged"), [([], "path=/ "), (["--log-queries"], "query=q=a")])
def test_requests_are_logged(
    capsys: pytest.CaptureFixture[str], options: list[str], logged: str
) -> None:
    client = start(*options)
    assert capsys.readouterr().out.startswith("onrecord is at http://127.0.0.1:")
    client.get("/?q=a").close()
    line = capsys.readouterr().err
    assert logged in line
    assert ("query=" in line) == bool(options)


@pytest.mark.usefixtures("not_listening")
@pytest.mark.parametrize(
    ("options", "file"), [([], "news.saved.sqlite"), (["--saved", "mine.sqlite"], "mine.sqlite")]
)
def test_saved_searches_are_kept_beside_the_index_or_in_a_file(
    options: list[str], file: str
) -> None:
    before = set(Path().iterdir())
    client = start(*options)
    assert client.post("/saved", data={"name": "a", "q": "a"}).status_code == 303
    assert [path.name for path in set(Path().iterdir()) - before] == [file]


@pytest.mark.usefixtures("not_listening")
def test_the_demo_saves_searches_too_and_logs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Started) as started:
        serve_page("news", 0)
    assert started.value.args[0].test_client().get("/saved").status_code == 200
    assert capsys.readouterr().err == ""
