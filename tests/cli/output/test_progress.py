"""Progress lines: what they show, when, and only on a terminal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from onrecord.cli.output import progress
from onrecord.cli.output.progress import CopyProgress, IndexProgress, QuoteProgress, StatusLine
from onrecord.index.indexing.indexer import IndexReport
from onrecord.search.copy_index import CopyReport
from tests.cli.conftest import OnTerminal, Terminal

CLEAR = "\r\x1b[K"
NOW = 10_000.0


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: NOW)


@pytest.mark.parametrize(("pause", "shown"), [(0.2, ["a", "b"]), (0.19, ["a"])])
def test_lines_overwrite_each_other_after_a_pause(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, pause: float, shown: list[str]
) -> None:
    with StatusLine() as line:
        line.write(lambda: "a")
        monkeypatch.setattr(time, "monotonic", lambda: NOW + pause)
        line.write(lambda: "b")
    assert terminal() == "".join(f"{CLEAR}{text}" for text in shown) + CLEAR


def test_nothing_is_shown_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with StatusLine() as line:
        line.write(lambda: "a")
    assert capsys.readouterr() == ("", "")


def shown(terminal: Terminal) -> str:
    return terminal().removeprefix(CLEAR)


INDEXED = [
    (IndexReport(600, 300, 7, 100, 0, NOW - 100), "1,000 articles, 10/s, 100 failed"),
    (IndexReport(10, 0, 0, 0, 50, NOW - 100), "10 articles, 0/s, 0 failed, 25%, 5:00 left"),
    (IndexReport(10, 0, 0, 0, 100, NOW - 100), "10 articles, 0/s, 0 failed, 50%, 1:40 left"),
    (IndexReport(10, 0, 0, 0, 500, NOW - 1_000), "10 articles, 0/s, 0 failed, 99%, 0:10 left"),
]


@pytest.mark.parametrize(("report", "line"), INDEXED, ids=lambda value: str(value)[:30])
def test_indexing(terminal: Terminal, tmp_path: Path, report: IndexReport, line: str) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.txt").write_bytes(b"x" * 50)
    (tmp_path / "b.txt.gz").write_bytes(b"x" * 40)  # three times as much text
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt.gz")
    (tmp_path / "c.txt").write_bytes(b"x" * 30)
    paths = [f"{tmp_path}/below", f"{tmp_path}/b.txt.gz", f"{tmp_path}/c.txt", "-", "none"]
    IndexProgress(paths).show(report)
    assert shown(terminal) == line
    assert IndexProgress([str(tmp_path)]).total == 200


def test_indexing_standard_input(terminal: Terminal) -> None:
    IndexProgress(["-"]).show(IndexReport(10, 0, 0, 0, 50, NOW - 100))
    assert shown(terminal) == "10 articles, 0/s, 0 failed"


COPIED = [
    (CopyReport(0, 0, 0, [], NOW - 100), "0 articles, 0/s"),
    (CopyReport(1_000, 400, 100, [], NOW - 100), "500 articles, 5/s, 50%, 1:40 left"),
    (CopyReport(1_000, 900, 100, [], NOW - 1_000), "1,000 articles, 1/s, 99%, 0:10 left"),
]


@pytest.mark.parametrize(("report", "line"), COPIED, ids=lambda value: str(value)[:30])
def test_copying(terminal: Terminal, report: CopyReport, line: str) -> None:
    CopyProgress().show(report)
    assert shown(terminal) == line


def test_checking_quotations(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0.0)
    line = QuoteProgress(4)
    line.began = NOW - 100
    assert list(line.track([{"id": 1}, {"id": 2}])) == [{"id": 1}, {"id": 2}]
    assert terminal().split(CLEAR) == [
        *["", "1 of 4 quotations, 0/s, 25%, 5:00 left", "2 of 4 quotations, 0/s, 50%, 1:40 left"]
    ]


def test_on_a_terminal(on_terminal: OnTerminal, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Noon\n\nAt noon.", encoding="utf-8")
    printed = on_terminal("--index", f"{tmp_path}/index", "index", tmp_path)
    assert CLEAR in printed
    assert "1 indexed, 0 unchanged" in printed
