"""The `onrecord demo` command: indexes the seed articles and serves the search page."""

from __future__ import annotations

import os
from pathlib import Path

import click

from onrecord.cli.commands.index import run
from onrecord.cli.commands.serve import serve_page
from onrecord.cli.options import index_option, port_option
from onrecord.search.engines.registry import open_engine

SEEDS = (Path(__file__).parents[2] / "seeds").resolve()


@click.command("demo")
@port_option
@index_option
def command(port: int, index_url: str) -> None:
    """Index the four seed articles and start the web server.

    \b
    onrecord demo
    """
    relative = os.path.relpath(SEEDS)
    run(open_engine(index_url), [str(SEEDS) if relative.startswith("..") else relative])
    serve_page(index_url, port)
