"""The `onrecord info` command: describes an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from onrecord.cli.options import format_option, index_option
from onrecord.cli.output.terminal import json_line
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.registry import open_engine
from onrecord.search.results.models import to_dict

MAX_VALUES_SHOWN = 10


@click.command("info")
@format_option("text", "json")
@index_option
def command(output_format: str, index_url: str) -> None:
    """Show what the index holds, its engine and when it was last written.

    \b
    onrecord info
    onrecord info --format json
    """
    info = open_engine(index_url).info()
    as_json = output_format == "json"
    for line in [json_line(to_dict(info))] if as_json else _lines(info):
        click.echo(line)


def _lines(info: IndexInfo) -> Iterator[str]:
    dates = f"{info.first_day} to {info.last_day}" if info.first_day else "none"
    yield f"articles      {info.articles:,}"
    yield f"dates         {dates}, {info.undated:,} undated"
    yield f"outlets       {len(info.outlets):,}: {_most_frequent(info.outlets)}"
    yield f"languages     {len(info.languages):,}: {_most_frequent(info.languages)}"
    yield f"size          {info.bytes:,} bytes"
    yield f"engine        {info.engine} ({info.location})"
    yield f"schema        {info.schema}, analysis {info.analysis}"
    if info.last_written:
        yield f"last written  {info.last_written:%Y-%m-%d %H:%M:%S %z}"


def _most_frequent(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} ({count:,})" for name, count in ordered[:MAX_VALUES_SHOWN])
    return shown + (" …" if len(ordered) > MAX_VALUES_SHOWN else "")
