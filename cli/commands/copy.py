"""The `onrecord copy` command: copies an index into another."""

from __future__ import annotations

from contextlib import closing

import click

from onrecord.cli.main import EXIT_FOUND
from onrecord.cli.options import workers_option
from onrecord.cli.output.progress import CopyProgress


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@workers_option
def command(source: str, target: str, workers: int | None) -> int:
    """Copy every article from one index to another, on any engine, and verify the copy.

    Articles that TO already has are skipped: to resume an interrupted copy, run the same
    command again. At the end the article counts and hashes of both indexes are compared.

    \b
    onrecord copy .onrecord whoosh:portable
    onrecord copy .onrecord 'opensearch://node1:9200,node2:9200/news?shards=3'
    """
    from onrecord.search.copy_index import copy_index
    from onrecord.search.engines.registry import open_engine

    with (
        closing(open_engine(source)) as original,
        closing(open_engine(target)) as replica,
        CopyProgress() as progress,
    ):
        report, digest = copy_index(original, replica, workers=workers, on_progress=progress.show)
    click.echo(
        f"{report.copied:,} copied, {report.unchanged:,} already present "
        f"in {report.seconds:.1f} s; both indexes hold {digest.count:,} articles, "
        f"sha256 {digest.sha256}",
        err=True,
    )
    return EXIT_FOUND
