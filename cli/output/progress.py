"""A line on the terminal that tells how far a run has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from onrecord.index.indexing.indexer import IndexReport

if TYPE_CHECKING:
    from onrecord.search.migrate import CopyReport
    from onrecord.search.quote_check.batch import Answer

SECONDS_BETWEEN = 0.2
GZIP_RATIO = 3  # text to its compressed size, roughly; only the time left depends on it


class StatusLine:
    """A line that is written over itself; silent unless on a terminal."""

    def __init__(self) -> None:
        self.active = sys.stderr.isatty()
        self.shown_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def write(self, line: Callable[[], str]) -> None:
        """Show the line made by this, if it is time for another."""
        now = time.monotonic()
        if self.active and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            self.clear()
            click.echo(line(), nl=False, err=True)

    def clear(self) -> None:
        if self.active:
            click.echo("\r\x1b[K", nl=False, err=True)


class Progress(StatusLine):
    """Shows articles, rate, failures, share done and time left."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__()
        self.total = sum(map(_size, paths)) if self.active else 0

    def show(self, report: IndexReport) -> None:
        self.write(lambda: self._line(report))

    def _line(self, report: IndexReport) -> str:
        seconds = report.seconds or 1e-9
        line = f"{_rate(report)}, {report.failures:,} not read"
        if not self.total or not report.read_bytes:
            return line
        done = min(report.read_bytes / self.total, 0.99)
        return f"{line}, {share_done(done, seconds)}"


class QuoteProgress(StatusLine):
    """Shows how many quotations are checked, the rate and the time left."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total, self.done, self.began = total, 0, time.monotonic()

    def counted(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The same answers, each shown as done when it is passed on."""
        for self.done, answer in enumerate(answers, start=1):
            self.write(self._line)
            yield answer

    def _line(self) -> str:
        seconds = time.monotonic() - self.began or 1e-9
        line = f"{self.done:,} of {self.total:,} quotations, {self.done / seconds:,.0f}/s"
        return f"{line}, {share_done(self.done / max(self.total, 1), seconds)}"


class CopyProgress(StatusLine):
    """Shows articles, rate, share done and time left of a copy."""

    def show(self, report: CopyReport) -> None:
        self.write(lambda: self._line(report))

    def _line(self, report: CopyReport) -> str:
        share = min(report.seen / max(report.total, 1), 0.99)
        if not share:
            return _rate(report)
        return f"{_rate(report)}, {share_done(share, report.seconds)}"


def _rate(report: IndexReport | CopyReport) -> str:
    return f"{report.seen:,} articles, {report.seen / (report.seconds or 1e-9):,.0f}/s"


def share_done(done: float, seconds: float) -> str:
    """The share done and the time left, if it goes on as it went."""
    left = int(seconds / done - seconds)
    return f"{done:.0%}, {left // 60}:{left % 60:02d} left"


def _size(name: str) -> int:
    """The bytes of text below a path, as far as file sizes tell."""
    path = Path(name)
    if name == "-" or not path.exists():
        return 0
    if path.is_file():
        return path.stat().st_size * (GZIP_RATIO if path.suffix == ".gz" else 1)
    return sum(_size(str(entry)) for entry in path.iterdir() if not entry.is_symlink())
