"""onrecord info"""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from onrecord.cli.options import index_option, the_engine
from onrecord.search.engines.base import IndexInfo
from onrecord.search.results.models import facts_of


@click.command("info")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@index_option
def command(style: str, index_url: str | None) -> None:
    """Tell what the index holds, how it was made and when it was last written.

    \b
    onrecord info
    onrecord info --format json
    """
    info = the_engine(index_url).info()
    if style == "json":
        click.echo(json.dumps(facts_of(info), ensure_ascii=False))
        return
    for line in _lines(info):
        click.echo(line)


def _lines(info: IndexInfo) -> Iterator[str]:
    days = f"{info.first_day} to {info.last_day}" if info.first_day else "no dates"
    yield f"articles      {info.articles:,}"
    yield f"dates         {days}, {info.undated:,} undated"
    yield f"outlets       {len(info.outlets):,}: {_counted(info.outlets)}"
    yield f"languages     {len(info.languages):,}: {_counted(info.languages)}"
    yield f"size          {info.bytes:,} bytes"
    yield f"engine        {info.engine} ({info.location})"
    yield f"schema        {info.schema}, analysis {info.analysis}"
    yield f"last written  {info.last_written:%Y-%m-%d %H:%M:%S %z}" if info.last_written else ""


def _counted(counts: object) -> str:
    ordered = sorted(dict(counts).items(), key=lambda item: (-item[1], item[0]))  # type: ignore[call-overload]
    shown = ", ".join(f"{name} ({count:,})" for name, count in ordered[:10])
    return shown + (" …" if len(ordered) > 10 else "")
