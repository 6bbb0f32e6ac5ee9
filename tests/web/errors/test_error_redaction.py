"""Trouble of the server's own: visitors are told what, and the log alone where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.errors import EngineError
from onrecord.web.app import WebConfig, create_app

PATHS = ("/", "/?q=zebra", "/article/z", "/quote?text=a+zebra", "/api/search?q=zebra", "/healthz")
KINDS = [EngineError, *EngineError.__subclasses__()]


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
def test_no_path_is_shown(
    broken: Callable[[Path], WebConfig],
    path: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = create_app(broken(tmp_path)).test_client().get(path)
    assert response.status_code == 503
    assert "log says more" in response.text
    assert not any(name in response.text for name in ("secret", tmp_path.name))
    assert "secret" in caplog.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_trouble_is_told_in_words(
    kind: type[EngineError], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_url: str) -> Engine:
        raise kind("no answer from https://secret:9200\nstatus=200")

    client = create_app(WebConfig("memory:", broken)).test_client()
    for path in PATHS:
        response = client.get(path)
        assert response.status_code == 503
        assert "secret" not in response.text
    assert {record.getMessage() for record in caplog.records} == {
        'trouble="no answer from https://secret:9200\\nstatus=200"'
    }


@pytest.mark.parametrize(("setting", "path"), [("saved", "/saved"), ("passwords", "/api/info")])
def test_files_of_the_server_are_not_named(
    setting: str, path: str, tmp_path: Path, library: Engine
) -> None:
    (tmp_path / "secret").mkdir()  # no file
    config = WebConfig("memory:", lambda _url: library)
    app = create_app(replace(config, **{setting: tmp_path / "secret"}))  # type: ignore[arg-type]  # a path, both
    response = app.test_client().get(path, auth=("alice", "password"))
    assert response.status_code == 503
    assert "secret" not in response.text
    assert "log says more" in response.text
    assert "index is there" not in response.text


def test_the_page_says_that_it_will_work_again(tmp_path: Path) -> None:
    text = create_app(missing(tmp_path)).test_client().get("/").text
    assert "There is no index yet" in text
    assert "as soon as the index is back" in text
