"""A progress line on the terminal: how much is done, the rate and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from onrecord.index.indexing.indexer import IndexReport
    from onrecord.search.copy_index import CopyReport
    from onrecord.search.quote_check.batch import Answer

SECONDS_BETWEEN = 0.2
GZIP_RATIO = 3  # text to its compressed size, roughly; only the time left depends on it
MAX_SHARE = 0.99  # what is left to do is not known exactly


class StatusLine:
    """A line that overwrites itself; silent unless on a terminal."""

    def __init__(self) -> None:
        self.active = sys.stderr.isatty()
        self.shown_at = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def write(self, render: Callable[[], str]) -> None:
        """Show the rendered line, unless one was shown a moment ago."""
        now = time.monotonic()
        if self.active and now - self.shown_at >= SECONDS_BETWEEN:
            self.shown_at = now
            self.clear()
            click.echo(render(), nl=False, err=True)

    def clear(self) -> None:
        if self.active:
            click.echo("\r\x1b[K", nl=False, err=True)


class IndexProgress(StatusLine):
    """Progress of indexing, by the bytes read."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__()
        self.total = sum(map(_text_size, map(Path, paths))) if self.active else 0

    def show(self, report: IndexReport) -> None:
        share = min(report.read_bytes / self.total, MAX_SHARE) if self.total else 0
        self.write(lambda: _article_rate(report, f", {report.failures:,} failed", share))


class QuoteProgress(StatusLine):
    """Progress of checking quotations."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total, self.done, self.began = total, 0, time.monotonic()

    def track(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """Pass answers on, counting them."""
        for self.done, answer in enumerate(answers, start=1):
            self.write(self._line)
            yield answer

    def _line(self) -> str:
        seconds = time.monotonic() - self.began
        line = f"{self.done:,} of {self.total:,} quotations, {_per_second(self.done, seconds)}"
        return line + _share_and_time_left(self.done / self.total, seconds)


class CopyProgress(StatusLine):
    """Progress of copying an index, by its articles."""

    def show(self, report: CopyReport) -> None:
        share = min(report.seen / max(report.total, 1), MAX_SHARE)
        self.write(lambda: _article_rate(report, "", share))


def _article_rate(report: IndexReport | CopyReport, failures: str, share: float) -> str:
    rate = f"{report.seen:,} articles, {_per_second(report.seen, report.seconds)}"
    return rate + failures + _share_and_time_left(share, report.seconds)


def _per_second(count: int, seconds: float) -> str:
    return f"{count / (seconds or 1e-9):,.0f}/s"


def _share_and_time_left(share: float, seconds: float) -> str:
    if not share:
        return ""
    left = int(seconds / share - seconds)
    return f", {share:.0%}, {left // 60}:{left % 60:02d} left"


def _text_size(path: Path) -> int:
    """The bytes of text at a path, going by file sizes; standard input counts as none."""
    if path.is_file():
        return path.stat().st_size * (GZIP_RATIO if path.suffix == ".gz" else 1)
    if not path.is_dir():
        return 0
    return sum(_text_size(entry) for entry in path.iterdir() if not entry.is_symlink())
