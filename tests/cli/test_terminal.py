"""What depends on a process of its own: terminals, closed pipes, full disks, start-up."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from onrecord.search.engines.registry import open_engine
from tests.cli.conftest import Onrecord
from tests.corpus import article, fill

ONRECORD = [sys.executable, "-c", "from onrecord.cli.main import main; main()"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(small_index: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PAGER")}
    return kept | {"ONRECORD_INDEX": small_index, "TERM": "xterm", "PYTHONPATH": str(ROOT)}


def on_a_terminal(environment: Mapping[str, str], *arguments: str) -> str:
    """What a command prints where both of its outputs are a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*ONRECORD, *arguments], stdin=slave, stdout=slave, stderr=slave, env=dict(environment)
    )
    os.close(slave)
    printed = b"".join(iter(lambda: read(master), b""))
    process.wait()
    os.close(master)
    return printed.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that the other side is closed
        return b""


MATCH = "\x1b[33m\x1b[1mnoon against Putin\x1b[0m"


def test_colour_on_a_terminal(environment: dict[str, str]) -> None:
    printed = on_a_terminal(environment, "search", '"noon against Putin" outlet:moscow')
    assert MATCH in printed
    assert "**" not in printed


def test_no_colour_where_it_is_not_wanted(environment: dict[str, str]) -> None:
    asked = environment | {"NO_COLOR": "1"}
    printed = on_a_terminal(asked, "search", '"noon against Putin" (outlet:moscow')
    assert "**noon against Putin**" in printed
    assert "\x1b[3" not in printed


def test_what_does_not_fit_goes_to_the_pager(environment: dict[str, str]) -> None:
    paged = environment | {"PAGER": "sed s/^/paged:/", "LINES": "10", "COLUMNS": "80"}
    assert "paged:" in on_a_terminal(paged, "search", "putin")
    assert "paged:" not in on_a_terminal(paged, "search", "zebra")
    assert "paged:" not in on_a_terminal(paged | {"LINES": "999"}, "search", "putin")


def test_progress_on_a_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Noon\n\nAt noon.", encoding="utf-8")
    printed = on_a_terminal(environment, "--index", f"{tmp_path}/index", "index", str(tmp_path))
    assert "\x1b[K" in printed
    assert "1 indexed, 0 unchanged" in printed


def test_progress_of_quotations_on_a_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "claims.txt").write_text("noon\nzebra\n", encoding="utf-8")
    tall = environment | {"LINES": "999"}  # no pager, which would wait for a key
    printed = on_a_terminal(tall, "quote", "--file", str(tmp_path / "claims.txt"))
    assert "1 of 2 quotations" in printed
    assert "verbatim" in printed


@pytest.fixture(scope="module")
def large_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """More to print than a pipe holds."""
    folder = str(tmp_path_factory.mktemp("large") / "index")
    engine = open_engine(folder)
    fill(engine, (article(f"{n}", f"Title {n}", "noon " * 400) for n in range(200)))
    engine.close()
    return folder


@pytest.mark.parametrize("style", ["text", "json", "jsonl", "csv"])
def test_a_reader_may_leave(
    environment: dict[str, str], large_index: str, style: str, tmp_path: Path
) -> None:
    command = [*ONRECORD, "--index", large_index, "search", "noon", "--all", "--format", style]
    with (tmp_path / "err").open("w+") as err:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, env=environment)
        assert process.stdout is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.wait() == 0
        err.seek(0)
        assert err.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [["search", "noon"], ["info"], ["show", "noon"]])
def test_a_full_disk_is_told(environment: dict[str, str], command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*ONRECORD, *command], stdout=full, stderr=subprocess.PIPE, env=environment, text=True
        )
    assert (ran.returncode, ran.stderr) == (2, "error: standard output: No space left on device\n")


MODULES = """
import json, sys
from onrecord.cli.main import main
for query in json.loads(sys.argv[1]):
    sys.argv = ["onrecord", "search", query]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, ended.code
print(json.dumps(sorted(sys.modules)))
"""


def test_a_lookup_imports_only_what_it_needs(environment: dict[str, str]) -> None:
    queries = ['"noon against Putin"', "elections -war", "puti* outlet:moscow"]
    command = [sys.executable, "-c", MODULES, json.dumps(queries)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, env=environment, text=True, check=True)
    loaded = set(json.loads(ran.stdout.splitlines()[-1]))
    unwanted = {
        *["nltk", "nltk.corpus", "nltk.tokenize", "flask", "waitress", "jinja2", "whoosh"],
        *["trafilatura", "py3langid", "numpy", "lxml", "charset_normalizer", "rapidfuzz"],
        *["multiprocessing", "concurrent.futures", "onrecord.web", "onrecord.index.readers"],
    }
    assert "tantivy" in loaded
    assert loaded & unwanted == set()


@pytest.mark.parametrize("command", ["", "index", "search", "show", "info", "serve", "demo"])
def test_help_has_examples_to_copy(onrecord: Onrecord, command: str) -> None:
    ran = onrecord(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"\n  onrecord {command}".rstrip() in ran.out
