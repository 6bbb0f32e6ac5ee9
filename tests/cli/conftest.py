"""The command line as a user meets it: what is typed, and what comes out."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.cli.main import main
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES, fill


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Onrecord = Callable[..., Ran]
OnTerminal = Callable[..., str]
PROGRAM = [sys.executable, "-c", "from onrecord.cli.main import main; main()"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def onrecord(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Onrecord:
    """Runs `onrecord` with these arguments and standard input."""

    def run(*arguments: object, stdin: str | bytes = "") -> Ran:
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        return Ran(int(ended.value.code or 0), *capfd.readouterr())

    return run


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the small corpus; not to be written."""
    folder = str(tmp_path_factory.mktemp("small") / "index")
    engine = open_engine(folder)
    fill(engine, ARTICLES)
    engine.close()
    return folder


@pytest.fixture
def library(small_index: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The small corpus is the index that commands use unless told otherwise."""
    monkeypatch.setenv("ONRECORD_INDEX", small_index)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def environment(small_index: str) -> dict[str, str]:
    """The environment of a process of its own, whose index is the small corpus."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PAGER")}
    return kept | {"ONRECORD_INDEX": small_index, "TERM": "xterm", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def on_terminal(environment: dict[str, str]) -> OnTerminal:
    """Runs `onrecord` in a process with a terminal and returns what it prints there."""

    def run(*arguments: object, **variables: str) -> str:
        return _print_on_terminal(list(map(str, arguments)), environment | variables)

    return run


def _print_on_terminal(arguments: list[str], environment: Mapping[str, str]) -> str:
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave, env=dict(environment)
    ):
        os.close(slave)
        printed = b"".join(iter(lambda: _read(master), b""))
    os.close(master)
    return printed.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux: the other side is closed
        return b""


Terminal = Callable[[], str]


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Lets both outputs of this process pass for a terminal; returns what was printed there."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _stream: True)
    return lambda: "".join(capsys.readouterr())
