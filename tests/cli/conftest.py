"""The command line as a user meets it: what is typed, and what comes out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
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
