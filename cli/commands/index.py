"""The `onrecord index` command: indexes files and folders."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TextIO

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND
from onrecord.cli.options import index_option, workers_option
from onrecord.cli.output.progress import IndexProgress
from onrecord.cli.output.terminal import json_line
from onrecord.index.indexing.indexer import IndexReport, Listener, index_corpus
from onrecord.index.readers import ReadError
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine

MAX_FAILURES_SHOWN = 10


@click.command("index")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--prune", is_flag=True, help="Remove articles whose source below PATH is gone.")
@click.option(
    "--failures",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what could not be read, with reasons, to FILE as JSON Lines.",
)
@click.option("--rebuild", is_flag=True, help="Replace the whole index by these paths.")
@workers_option
@index_option
def command(paths: tuple[str, ...], index_url: str, **options: Any) -> int:
    """Add articles to the index from files, folders or standard input (-).

    Unchanged articles are skipped, changed ones replaced. Reads .txt .md .html .json .jsonl
    and .csv, each also as .gz. Exit 0: all read, 2: something could not be read.

    \b
    onrecord index seeds/
    onrecord index archive/ --prune --failures failures.jsonl
    zcat wire.jsonl.gz | onrecord index -
    """
    report = run(open_engine(index_url), list(paths), **options)
    return EXIT_ERROR if report.failures else EXIT_FOUND


def run(
    engine: Engine,
    paths: list[str],
    *,
    prune: bool = False,
    failures: Path | None = None,
    rebuild: bool = False,
    workers: int | None = None,
) -> IndexReport:
    """Index the paths, showing progress, failures and a summary on standard error."""
    with ExitStack() as stack:
        writer = stack.enter_context(closing(engine.writer(rebuild=rebuild)))
        file = stack.enter_context(failures.open("w", encoding="utf-8")) if failures else None
        progress = stack.enter_context(IndexProgress(paths))
        listener = Listener(_FailureLog(file, progress).add, progress.show)
        report = index_corpus(writer, paths, prune=prune, workers=workers, listener=listener)
    _print_summary(report, failures)
    return report


class _FailureLog:
    """Writes every failure to the file, if there is one, and shows the first few."""

    def __init__(self, file: TextIO | None, progress: IndexProgress) -> None:
        self.file, self.progress, self.count = file, progress, 0

    def add(self, error: ReadError) -> None:
        self.count += 1
        if self.file:
            entry = {"source": error.source, "reason": error.reason}
            self.file.write(json_line(entry) + "\n")
            self.file.flush()
        if self.count <= MAX_FAILURES_SHOWN:
            self.progress.clear()
            click.echo(f"failed: {error}", err=True)


def _print_summary(report: IndexReport, failures: Path | None) -> None:
    rate = report.seen / report.seconds if report.seconds else 0.0
    click.echo(
        f"{report.added:,} indexed, {report.unchanged:,} unchanged, {report.removed:,} removed, "
        f"{report.failures:,} failed in {report.seconds:.1f} s ({rate:,.0f}/s)",
        err=True,
    )
    if report.failures > MAX_FAILURES_SHOWN and not failures:
        click.echo("to list all failures: --failures FILE", err=True)
