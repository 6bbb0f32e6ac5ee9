"""onrecord demo"""

from __future__ import annotations

import os
from pathlib import Path

import click

from onrecord.cli.commands.index import run
from onrecord.cli.commands.serve import PORT, serve_page
from onrecord.cli.options import index_option, the_engine, the_url

SEEDS = (Path(__file__).parents[2] / "seeds").resolve()


@click.command("demo")
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 picks a free one.",
)
@index_option
def command(port: int, index_url: str | None) -> None:
    """Index the four seed articles and serve the search page.

    \b
    onrecord demo
    """
    run(the_engine(index_url), [_shown_path(SEEDS)])
    serve_page(the_url(index_url), port)


def _shown_path(path: Path) -> str:
    """A path as a user in this folder would write it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
