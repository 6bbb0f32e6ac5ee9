"""onrecord index"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND
from onrecord.cli.options import index_option, the_engine, workers_option
from onrecord.cli.output.progress import Progress
from onrecord.index.indexing.indexer import IndexReport, Listener, index_corpus
from onrecord.index.readers import ReadError
from onrecord.search.engines.base import Engine

SHOWN_FAILURES = 10


@click.command("index")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--prune", is_flag=True, help="Take out what is no longer there under these paths.")
@click.option(
    "--failures",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what could not be read, with reasons, as JSON Lines.",
)
@click.option("--rebuild", is_flag=True, help="Make the index anew from these paths alone.")
@workers_option
@index_option
def command(
    paths: tuple[str, ...],
    prune: bool,
    failures: Path | None,
    rebuild: bool,
    workers: int | None,
    index_url: str | None,
) -> int:
    """Put articles into the index: files, folders, or - for standard input.

    Unchanged articles are skipped, changed ones replaced. Reads .txt .md .html .json .jsonl
    and .csv, each also with .gz. Exit 0, or 2 if something could not be read.

    \b
    onrecord index seeds/
    onrecord index archive/ --prune --failures failures.jsonl
    zcat wire.jsonl.gz | onrecord index -
    """
    engine = the_engine(index_url)
    report = run(
        engine, list(paths), prune=prune, failures=failures, rebuild=rebuild, workers=workers
    )
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
    """Index, telling how it goes on standard error and what was done at the end."""
    with ExitStack() as stack:
        writer = engine.writer(rebuild=rebuild)
        stack.callback(writer.close)
        file = stack.enter_context(failures.open("w", encoding="utf-8")) if failures else None
        progress = stack.enter_context(Progress(paths))
        listener = Listener(_Failures(file, progress).note, progress.show)
        report = index_corpus(writer, paths, prune=prune, workers=workers, listener=listener)
    _summarise(report, failures)
    return report


class _Failures:
    """Failures go to a file, if there is one; the first few are shown in any case."""

    def __init__(self, file: TextIO | None, progress: Progress) -> None:
        self.file, self.progress, self.count = file, progress, 0

    def note(self, error: ReadError) -> None:
        self.count += 1
        if self.file:
            entry = {"source": error.source, "reason": error.reason}
            self.file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self.file.flush()
        if self.count <= SHOWN_FAILURES:
            self.progress.clear()
            click.echo(f"not read: {error}", err=True)


def _summarise(report: IndexReport, failures: Path | None) -> None:
    rate = report.seen / report.seconds if report.seconds else 0.0
    parts = [
        f"{report.added:,} indexed",
        f"{report.unchanged:,} unchanged",
        f"{report.removed:,} removed",
        f"{report.failures:,} not read",
    ]
    click.echo(f"{', '.join(parts)} in {report.seconds:.1f} s ({rate:,.0f}/s)", err=True)
    if report.failures > SHOWN_FAILURES and not failures:
        click.echo("list them all with --failures FILE", err=True)
    sys.stderr.flush()
