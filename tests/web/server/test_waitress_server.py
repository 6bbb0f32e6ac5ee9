"""The server: requests over real sockets, a proxy's headers, shutdown; and once as a process."""

from __future__ import annotations

import base64
import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.login_throttle import MAX_FAILURES
from onrecord.web.security.password_file import PasswordFileUnusable
from onrecord.web.server.bind import AccessControlMissing, BindAddress, open_socket
from onrecord.web.server.prefork import StopRequest
from onrecord.web.server.waitress_server import run_server, serve
from tests.corpus import article
from tests.web.conftest import PASSWORD, engine_of, password_line


class Running:
    """A server in a thread."""

    def __init__(self, app: Flask, address: BindAddress) -> None:
        self.stop = StopRequest()
        listener = open_socket(address)
        self.port: int = listener.getsockname()[1]
        self.url = address.url(self.port)
        self.thread = Thread(target=run_server, args=(app, listener, address, self.stop))
        self.thread.start()

    def connect(self, timeout: float = 30) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def refuses_connections(self) -> bool:
        for _ in range(100_000):
            try:
                self.connect().close()
            except OSError:
                return True
        return False


@contextmanager
def running(app: Flask, **address: str) -> Iterator[Running]:
    server = Running(app, BindAddress(port=0, **address))
    try:
        yield server
    finally:
        server.stop.is_set = True
        server.thread.join(30)
        assert not server.thread.is_alive()


def get(url: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    """The status and text of an answer; headers are written with _ for -."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, fields), timeout=30) as got:
            assert "Server" not in got.headers
            return got.status, got.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class SlowIndex:
    """An index that takes until `go_on` is set to open: a request in progress."""

    def __init__(self) -> None:
        self.opening, self.go_on = Event(), Event()

    def open_index(self, url: str) -> Engine:
        self.opening.set()
        assert self.go_on.wait(30)
        return open_engine(url)


@pytest.fixture
def slow() -> Iterator[SlowIndex]:
    slow = SlowIndex()
    yield slow
    slow.go_on.set()


def test_requests_in_progress_are_finished_at_the_end(slow: SlowIndex) -> None:
    with (
        ThreadPoolExecutor() as threads,
        running(create_app(WebConfig("memory:", slow.open_index))) as server,
    ):
        asked = threads.submit(get, f"{server.url}api/info")
        assert slow.opening.wait(30)
        server.stop.is_set = True
        assert server.refuses_connections()
        slow.go_on.set()
        status, text = asked.result(30)
    assert (status, json.loads(text)["articles"]) == (200, 0)


def test_responses_being_sent_are_finished_at_the_end() -> None:
    size = 20_000_000  # more than the buffers of a connection hold
    engine = engine_of([article("long", "Zebra", "x" * size)])
    app = create_app(WebConfig("memory:", lambda _url: engine))
    with running(app) as server, server.connect() as client:
        client.sendall(b"GET /api/articles/long HTTP/1.0\r\n\r\n")
        received = len(client.recv(1000))
        server.stop.is_set = True
        assert server.refuses_connections()
        while chunk := client.recv(1 << 20):
            received += len(chunk)
    assert received > size


def test_a_request_that_never_ends_does_not_hold_up_the_end(
    slow: SlowIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.web.server.waitress_server.DRAIN_SECONDS", 0.1)
    app = create_app(WebConfig("memory:", slow.open_index))
    with running(app) as server, server.connect() as client:
        client.sendall(b"GET /api/info HTTP/1.0\r\n\r\n")
        assert slow.opening.wait(30)
        server.stop.is_set = True
        server.thread.join(30)
        assert not server.thread.is_alive()


def test_idle_connections_do_not_hold_up_the_end(library: Engine) -> None:
    app = create_app(WebConfig("memory:", lambda _url: library))
    with running(app) as server, server.connect() as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        server.stop.is_set = True
        server.thread.join(10)
        assert not server.thread.is_alive()


def test_slow_requests_hold_up_no_other(slow: SlowIndex) -> None:
    """Three of the four threads wait for the index, one answers."""
    app = create_app(WebConfig("memory:", slow.open_index))
    with ThreadPoolExecutor() as threads, running(app) as server:
        asked = [threads.submit(get, f"{server.url}api/info") for _ in range(3)]
        assert slow.opening.wait(30)
        assert get(f"{server.url}static/style.css")[0] == 200
        slow.go_on.set()
        assert [one.result(30)[0] for one in asked] == [200] * 3


@pytest.mark.parametrize(("size", "status"), [((1 << 18) - 1, 405), (1 << 18, 413)])
def test_the_largest_body(library: Engine, size: int, status: int) -> None:
    with running(create_app(WebConfig("memory:", lambda _url: library))) as server:
        assert get(f"{server.url}api/info", b"x" * size)[0] == status


FORWARDED = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "facts.example"}


@pytest.mark.parametrize("path", ["search/", ""])
def test_below_a_prefix_behind_a_proxy(library: Engine, tmp_path: Path, path: str) -> None:
    """All links have the prefix, whether the proxy passes it on or strips it."""
    config = WebConfig("memory:", lambda _url: library, saved=tmp_path / "saved.sqlite")
    with running(create_app(config), prefix="/search", proxy="127.0.0.1") as server:
        assert server.url.endswith("/search/")
        url = server.url.removesuffix("search/") + path
        _, text = get(f"{url}api/openapi.json", **FORWARDED)
        assert json.loads(text)["servers"] == [{"url": "https://facts.example/search"}]
        _, text = get(url, **FORWARDED)
        assert 'href="/search/static/style.css"' in text
        assert 'action="/search/"' in text
        for origin, status in (("https://facts.example", 404), ("http://127.0.0.1", 403)):
            assert get(f"{url}saved/1/drop", b"", Origin=origin, **FORWARDED)[0] == status


@pytest.mark.parametrize("proxy", [None, "192.0.2.1"])
def test_forwarded_headers_of_others_are_ignored(library: Engine, proxy: str | None) -> None:
    app = create_app(WebConfig("memory:", lambda _url: library))
    with running(app, **({"proxy": proxy} if proxy else {})) as server:
        _, text = get(f"{server.url}api/openapi.json", **FORWARDED)
    assert json.loads(text)["servers"][0]["url"].startswith("http://127.0.0.1:")


def test_the_client_address_is_the_one_the_proxy_saw(
    library: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    config = WebConfig("memory:", lambda _url: library, is_logging=True)
    with (
        caplog.at_level("INFO", "onrecord.requests"),
        running(create_app(config), proxy="127.0.0.1") as server,
    ):
        get(server.url, X_Forwarded_For="192.0.2.1, 198.51.100.7")
    assert caplog.records[0].getMessage().startswith("from=198.51.100.7 ")


def test_it_does_not_start_public_or_without_its_password_file(tmp_path: Path) -> None:
    with pytest.raises(AccessControlMissing):
        serve(WebConfig("memory:"), BindAddress(host="0.0.0.0", port=0))
    with pytest.raises(PasswordFileUnusable):
        serve(WebConfig("memory:", passwords=tmp_path / "none"), BindAddress(port=0))


PROCESS = """
from pathlib import Path
from onrecord.web.config import WebConfig
from onrecord.web.server.bind import BindAddress
from onrecord.web.server.waitress_server import serve
passwords = {passwords!r}
config = WebConfig('memory:', passwords=passwords and Path(passwords), is_logging={is_logging})
serve(config, BindAddress(port=0), lambda url: print(url, flush=True), workers={workers})
"""


@contextmanager
def serving(
    passwords: Path | None = None, workers: int = 1, is_logging: bool = False
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process of its own, and its URL."""
    program = PROCESS.format(passwords=str(passwords or ""), workers=workers, is_logging=is_logging)
    command, pipe = [sys.executable, "-c", program], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def errors_at_the_end(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """What a server has written to standard error when a signal has ended it."""
    process.send_signal(number)
    assert process.wait(30) == 0
    assert process.stderr
    return process.stderr.read()


def test_it_serves_and_logs_until_a_signal() -> None:
    with serving(is_logging=True) as (url, process):
        assert url.startswith("http://127.0.0.1:")
        assert get(url)[0] == 200
        line = errors_at_the_end(process, signal.SIGINT)
    assert line.startswith("time=20")
    assert " from=127.0.0.1 user=- method=GET path=/ status=200 " in line
    assert line.count("\n") == 1


def test_workers_count_requests_and_failed_logins_together(tmp_path: Path) -> None:
    passwords = tmp_path / "users.txt"
    passwords.write_text(password_line("alice"), "utf-8")
    limit = MAX_FAILURES["address"]
    counted = 'onrecord_requests_total{endpoint="metrics.healthz",status="200"} 20.0'
    with serving(passwords, workers=3) as (url, process):
        assert [get(f"{url}healthz")[0] for _ in range(20)] == [200] * 20
        right, wrong = basic("alice", PASSWORD), basic("alice", "wrong")
        # A request counts when its answer has gone, which another worker may not see at once.
        assert any(counted in get(f"{url}metrics", **right)[1] for _ in range(100))
        statuses = [get(f"{url}api/info", **wrong)[0] for _ in range(limit + 3)]
        assert statuses == [401] * limit + [429] * 3
        assert errors_at_the_end(process, signal.SIGTERM) == ""


def basic(name: str, password: str) -> dict[str, str]:
    credentials = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}
