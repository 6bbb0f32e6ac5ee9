"""The server as a process, the index that is not there yet, and errors of our own making."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexMissing
from onrecord.web.app import WebConfig, create_app
from tests.corpus import article, fill
from tests.web.conftest import engine_of

SERVE = """
import sys
from onrecord.web.config import WebConfig
from onrecord.web.server.bind import BindAddress
from onrecord.web.server.waitress_server import serve
{before}
config = WebConfig('memory:', {config})
place = BindAddress(port=0, {place})
serve(config, place, lambda url: print(url, flush=True), is_open=True, workers={workers})
"""
# A search that is under way: opening the index waits until someone writes into a pipe.
SLOW = """
from onrecord.search.engines.registry import open_engine
def slowly(url):
    print('opening', flush=True)
    open({pipe!r}).read()
    return open_engine(url)
"""


@contextmanager
def serving(
    config: str = "", place: str = "", before: str = "", workers: int = 1
) -> Iterator[subprocess.Popen[str]]:
    """A server in a process of its own; its first line is its address."""
    program = SERVE.format(config=config, place=place, before=before, workers=workers)
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def errors_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.read()


def get(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            assert "Server" not in response.headers
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_told_to_stop(number: signal.Signals) -> None:
    with serving() as process:
        address = line_of(process)
        assert address.startswith("http://127.0.0.1:")
        assert get(address)[0] == 200
        process.send_signal(number)
        assert process.wait(30) == 0
        assert errors_of(process) == ""


def test_what_is_asked_before_the_end_is_answered(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    answers: list[tuple[int, str]] = []
    before = SLOW.format(pipe=str(pipe))
    with serving("slowly", before=before) as process:
        address = line_of(process)
        asking = threading.Thread(target=lambda: answers.append(get(f"{address}api/info")))
        asking.start()
        assert line_of(process) == "opening"
        process.send_signal(signal.SIGTERM)
        refused(address)
        pipe.write_text("go on")
        asking.join(30)
        assert process.wait(30) == 0
        assert errors_of(process) == ""
    [(status, text)] = answers
    assert (status, json.loads(text)["articles"]) == (200, 0)


def test_a_request_that_takes_long_holds_up_no_other(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = SLOW.format(pipe=str(pipe))
    with serving("slowly", before=before) as process:
        address = line_of(process)
        asking = threading.Thread(target=get, args=(f"{address}api/info",))
        asking.start()
        assert line_of(process) == "opening"
        assert get(f"{address}static/style.css")[0] == 200
        pipe.write_text("go on")
        asking.join(30)


def test_several_processes_count_and_stop_as_one() -> None:
    with serving(workers=2) as process:
        address = line_of(process)
        for _ in range(20):
            assert get(f"{address}api/info")[0] == 200
        counted = 'onrecord_requests_total{endpoint="api.info_json",status="200"} 20.0'
        # A request counts when its answer has gone, which another process may not yet see.
        assert any(counted in get(f"{address}metrics")[1] for _ in range(100))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert errors_of(process) == ""


KILLED = """
import os
def killed(url):
    os.kill(os.getpid(), 9)
import onrecord.web.server.prefork
onrecord.web.server.prefork.MIN_WORKER_SECONDS = {shortest}
"""


def test_a_worker_that_dies_is_replaced() -> None:
    with serving("killed", before=KILLED.format(shortest=0), workers=2) as process:
        address = line_of(process)
        for _ in range(3):
            with pytest.raises(OSError, match=r"closed|reset"):
                get(f"{address}healthz")
        assert get(f"{address}login")[0] == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert errors_of(process).count("a worker has ended (signal 9); another begins") == 3


def test_workers_that_die_at_once_end_the_server() -> None:
    with serving("killed", before=KILLED.format(shortest=1e9), workers=2) as process:
        address = line_of(process)
        with pytest.raises(OSError, match=r"closed|reset"):
            get(f"{address}healthz")
        assert process.wait(30) == 1
        assert "a worker has ended at once (signal 9)" in errors_of(process)


def refused(address: str) -> None:
    """Return as soon as nobody listens there any more."""
    host, _, port = address.removeprefix("http://").rstrip("/").partition(":")
    for _ in range(100_000):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            return
    raise AssertionError("the server still takes connections")


@pytest.mark.parametrize("asked", ["search/", ""])
def test_below_a_prefix_behind_a_proxy(asked: str) -> None:
    """Whether the proxy takes the prefix away or leaves it, all links have it."""
    with serving(place="prefix='/search', proxy='127.0.0.1'") as process:
        address = line_of(process)
        assert address.endswith("/search/")
        address = address.removesuffix("search/") + asked
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "facts.example"}
        _, text = get(f"{address}api/openapi.json", **forwarded)
        assert json.loads(text)["servers"] == [{"url": "https://facts.example/search"}]
        _, text = get(address, **forwarded)
        assert 'href="/search/static/style.css"' in text
        assert 'action="/search/"' in text


def test_headers_of_a_proxy_nobody_spoke_of_mean_nothing() -> None:
    with serving() as process:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
        _, text = get(f"{line_of(process)}api/openapi.json", **forwarded)
        [server] = json.loads(text)["servers"]
        assert server["url"].startswith("http://127.0.0.1:")


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
        assert "there is no index yet" in response.text.replace("There", "there")
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
