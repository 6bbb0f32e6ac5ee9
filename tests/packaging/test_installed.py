"""Every command of the installed wheel runs, in an environment that has another module `web`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from onrecord.cli.main import COMMANDS
from tests.packaging.conftest import ROOT

pytestmark = pytest.mark.slow

PASSWORD = "long enough to be one\n"
TABLE = [
    (["index", "news", "--workers", "2"], "", 0, ""),  # HTML among it
    (["info"], "", 0, "articles      6"),
    (["search", '"noon against Putin"', "--facets"], "", 0, "**noon against Putin**"),
    (["search", "word in the page"], "", 0, "news/page.html"),
    (["quote", "-"], "Recognizing or not recognizing elections", 0, "verbatim:"),
    (["quote", "--file", "-", "--format", "html"], "noon against Putin", 0, "<html"),
    (["show", "--query", "page", "page"], "", 0, "word in the **page**"),
    (["copy", ".onrecord", "whoosh:copy"], "", 0, ""),
    (["info", "--index", "whoosh:copy"], "", 0, "articles      6"),
    (["alerts"], "", 1, ""),
    (["password", "alice"], PASSWORD * 2, 0, "alice:"),
]
SERVERS = [["serve", "--port", "0"], ["demo", "--port", "0", "--index", "demo-index"]]
PAGE = """<html lang="en"><head><title>A page</title></head><body><article><h1>A page</h1>
<p>There is a word in the page, and after it comes a sentence that is long enough to be text.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: far from the checkout, with articles to index."""
    folder = tmp_path_factory.mktemp("work")
    shutil.copytree(ROOT / "seeds", folder / "news")
    (folder / "news" / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "news" / "page.jsonl").write_text('{"id": "page", "text": "A word in the page"}')
    return folder


def environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "NO_COLOR": "1"}


def test_every_command_is_in_a_table() -> None:
    assert {line[0] for line, *_ in TABLE} | {line[0] for line in SERVERS} == set(COMMANDS)


def test_commands(installed: Path, folder: Path) -> None:
    for arguments, typed, code, printed in TABLE:
        ran = subprocess.run(
            [installed / "onrecord", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment(),
            start_new_session=True,  # without a terminal to ask for the password
        )
        assert (ran.returncode, printed in ran.stdout) == (code, True), (arguments, ran)


@pytest.mark.parametrize("arguments", SERVERS, ids=lambda arguments: arguments[0])
def test_servers(installed: Path, folder: Path, arguments: list[str]) -> None:
    with running([installed / "onrecord", *arguments], folder) as url:
        page = urlopen(f"{url}/?q=noon", timeout=30).read().decode()
        style = urlopen(f"{url}/static/style.css", timeout=30).read()
    assert "<mark>noon" in page
    assert style


@contextmanager
def running(command: list[str | Path], folder: Path) -> Iterator[str]:
    """The address of a server while it runs."""
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        try:
            for line in server.stdout:
                if "http://" in line:
                    yield line.split()[-1]
                    break
        finally:
            server.terminate()


def test_the_other_module_web_is_left_alone(installed: Path, folder: Path) -> None:
    code = "import web, onrecord.web; print(web.__file__, web.application.__name__)"
    printed = subprocess.check_output([installed / "python", "-c", code], cwd=folder, text=True)
    assert printed.endswith("/web/__init__.py application\n")
