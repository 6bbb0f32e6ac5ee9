"""onrecord copy"""

from __future__ import annotations

import click

from onrecord.cli.main import EXIT_FOUND
from onrecord.cli.options import workers_option
from onrecord.cli.output.progress import CopyProgress


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@workers_option
def command(source: str, target: str, workers: int | None) -> int:
    """Copy every article from one index into another, of any engine, and check the copy.

    What TO has already is skipped: after a copy that was broken off, the same command does the
    rest. At the end both are compared, by count and by a hash of all articles.

    \b
    onrecord copy .onrecord whoosh:portable
    onrecord copy .onrecord 'opensearch://node1:9200,node2:9200/news?shards=3'
    """
    from onrecord.search.engines.registry import open_engine
    from onrecord.search.migrate import copy

    one, other = open_engine(source), open_engine(target)
    with CopyProgress() as progress:
        report, digest = copy(one, other, workers=workers, on_progress=progress.show)
    click.echo(
        f"{report.copied:,} copied, {report.unchanged:,} already there in {report.seconds:.1f} s; "
        f"both hold {digest.count:,} articles, sha256 {digest.sha256}",
        err=True,
    )
    one.close()
    other.close()
    return EXIT_FOUND
