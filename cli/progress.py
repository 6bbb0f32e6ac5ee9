"""A line on the terminal that tells how far an indexing run has come."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType

import click

from index.indexer import IndexReport

SECONDS_BETWEEN = 0.2
GZIP_RATIO = 3  # text to its compressed size, roughly; only the time left depends on it


class Progress:
    """Shows articles, rate, failures, share done and time left; silent unless on a terminal."""

    def __init__(self, paths: list[str]) -> None:
        self.active = sys.stderr.isatty()
        self.total = sum(map(_size, paths)) if self.active else 0
        self.shown_at = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def show(self, report: IndexReport) -> None:
        now = time.monotonic()
        if self.active and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            self.clear()
            click.echo(self._line(report), nl=False, err=True)

    def clear(self) -> None:
        if self.active:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _line(self, report: IndexReport) -> str:
        seconds = report.seconds or 1e-9
        rate = f"{report.seen / seconds:,.0f}/s"
        line = f"{report.seen:,} articles, {rate}, {report.failures:,} not read"
        if not self.total or not report.read_bytes:
            return line
        done = min(report.read_bytes / self.total, 0.99)
        left = int(seconds / done - seconds)
        return f"{line}, {done:.0%}, {left // 60}:{left % 60:02d} left"


def _size(name: str) -> int:
    """The bytes of text below a path, as far as file sizes tell."""
    path = Path(name)
    if name == "-" or not path.exists():
        return 0
    if path.is_file():
        return path.stat().st_size * (GZIP_RATIO if path.suffix == ".gz" else 1)
    return sum(_size(str(entry)) for entry in path.iterdir() if not entry.is_symlink())
