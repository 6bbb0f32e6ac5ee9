"""The server as a process, the index that is not there yet, and errors of our own making."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from search.engine import Engine, open_engine
from search.errors import IndexMissing
from tests.corpus import article, fill
from tests.web.conftest import engine_of
from web import WebConfig, create_app
from web.server import CannotListen, serve

SERVE = (
    "from web.server import serve; serve('memory:', port=0, ready=lambda a: print(a, flush=True))"
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_told_to_stop(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=30) as response:
            assert response.status == 200
            assert "Server" not in response.headers
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""


def test_a_taken_port_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CannotListen, match=f"port {port}: another .* choose another with --port"
        ):
            serve("memory:", port=port)


@pytest.mark.parametrize(
    ("host", "port"), [("256.1.1.1.", 0), ("127.0.0.1", 99_999), ("127.0.0.1", -1)]
)
def test_an_address_that_cannot_be(host: str, port: int) -> None:
    with pytest.raises(CannotListen, match="--port"):
        serve("memory:", host=host, port=port)


def test_an_index_that_appears_later_is_found() -> None:
    made: list[Engine] = []

    def open_index(url: str) -> Engine:
        if not made:
            raise IndexMissing(f"there is no index at {url}; make one with: onrecord index PATH")
        return made[0]

    client = create_app({"index": "tantivy:here", "open_index": open_index}).test_client()
    for path in ("/", "/?q=zebra", "/article/z", "/api/search?q=zebra"):
        response = client.get(path)
        assert response.status_code == 503
        assert "there is no index at tantivy:here" in response.text.replace("There", "there")
        assert "Retry-After" in response.headers
    made.append(engine_of([article("z", "Zebra", "A zebra.")]))
    assert "1 article found" in client.get("/?q=zebra").text


def test_an_index_taken_away_and_made_again_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    client = create_app(WebConfig(f"tantivy:{folder}")).test_client()
    for word in ("zebra", "giraffe"):
        assert client.get(f"/?q={word}").status_code == 503
        engine = open_engine(f"tantivy:{folder}")
        fill(engine, [article("a", word, f"A {word}.")])
        engine.close()
        assert "1 article found" in client.get(f"/?q={word}").text
        shutil.rmtree(folder)


@pytest.mark.parametrize("path", ["/?q=zebra", "/api/search?q=zebra"])
def test_a_bug_shows_no_stack_trace(path: str) -> None:
    def open_index(_url: str) -> Engine:
        raise ZeroDivisionError("secret detail")

    app = create_app(WebConfig("memory:", open_index))
    app.logger.disabled = True
    response = app.test_client().get(path)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Content-Security-Policy" in response.headers
