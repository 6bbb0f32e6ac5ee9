"""Debian's Chromium before a server of our own; without it these tests are left out, and said so.

`make test-browser` fetches what they need but the browser itself, and fails where one is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.web.app import WebConfig, create_app
from onrecord.web.security.password_file import format_entry
from tests.browser.articles import LIBRARY
from tests.browser.proxy import NGINX
from tests.conftest import IS_CI
from tests.corpus import fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

    Visit = Callable[..., Page]

PASSWORD = "correct horse battery"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
NEEDED = {
    "chromium (apt-get install chromium)": CHROMIUM is not None,
    "playwright (make test-browser)": find_spec("playwright") is not None,
    "axe-core (make test-browser)": AXE.exists(),
}
MISSING = ", ".join(what for what, is_there in NEEDED.items() if not is_there)
PROXY = "test_proxy.py"
if IS_CI and (MISSING or not NGINX):
    raise pytest.UsageError(f"in CI no browser test may be left out; missing: {MISSING or 'nginx'}")
collect_ignore_glob = ["test_*.py"] if MISSING else [] if NGINX else [PROXY]
LAN_HOST = "facts.lan"  # plain HTTP to another host: browsers send no Sec-Fetch-Site there
# Quiet on the network, and no sandbox, since tests are run as root in containers.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    f"--host-resolver-rules=MAP {LAN_HOST} 127.0.0.1",
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MISSING:
        terminalreporter.write_line(f"browser tests left out: there is no {MISSING}")
    elif not NGINX:
        terminalreporter.write_line(f"{PROXY} left out: there is no nginx (apt-get install nginx)")


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def served(engine: Engine, **settings: Any) -> Iterator[str]:
    """The address of a server of this engine's pages, until it is no longer needed."""
    app = create_app(WebConfig("memory:", lambda _url: engine, **settings))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    engine = open_engine(f"tantivy:{folder / 'index'}")
    fill(engine, LIBRARY)
    yield from served(engine, saved=folder / "saved.sqlite")
    engine.close()


@pytest.fixture(scope="session")
def guarded_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that alice alone may see."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "users.txt").write_text(format_entry("alice", PASSWORD), "utf-8")
    engine = open_engine("memory:")
    fill(engine, LIBRARY)
    yield from served(engine, passwords=folder / "users.txt", saved=folder / "saved.sqlite")
    engine.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    with visiting(browser, site) as opened:
        yield opened


@contextmanager
def visiting(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens a path of the site in a fresh window.

    Until the test is over nothing may be complained of, or come from elsewhere.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(path: str | None, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # as the test names them
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: is_bad(said) and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: is_ours(asked.url) or complaints.append(asked.url))
        if path is not None:
            page.goto(f"{site}{path}")
        return page

    def is_ours(url: str) -> bool:
        return url.startswith((f"{site}/", "data:,"))

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_bad(said: ConsoleMessage) -> bool:
    """Whether a line of the console tells of something wrong.

    A page that is a 404 may say so, and one that shows what is wrong with what is typed.
    """
    is_of_page = said.page is not None and _path(said.location["url"]) == _path(said.page.url)
    return said.type in ("error", "warning") and not (is_of_page and "status of 4" in said.text)


def _path(url: str) -> str:
    return url.partition("?")[0]
