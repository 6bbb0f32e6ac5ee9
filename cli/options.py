"""Options and parameter types shared by commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _index_url(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    url: str = value or ctx.find_root().params["index_url"]
    return url


index_option: Decorator = click.option(
    "--index",
    "index_url",
    metavar="INDEX",
    callback=_index_url,
    help="Index to use (default: $ONRECORD_INDEX, else .onrecord).",
)

workers_option: Decorator = click.option(
    "--workers", type=click.IntRange(1, 64), help="Worker processes (default: one per core)."
)

port_option: Decorator = click.option(
    "--port",
    default=8400,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)

saved_option: Decorator = click.option(
    "--saved",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File of saved searches (default: next to the index).",
)


def format_option(*formats: str) -> Decorator:
    """`--format`, with the first format as its default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Output format.",
    )


class Text(click.ParamType[str]):
    """Text as typed; bytes that are not UTF-8 become U+FFFD, since they cannot be printed."""

    name = "text"

    def convert(
        self, value: str, _param: click.Parameter | None, _ctx: click.Context | None
    ) -> str:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Date(click.ParamType[date]):
    """A date; of a month, year or range, its first or last day."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = _day_range(self, value, param, ctx)[self.last]
        return day or self.fail(f"{value!r} is open at this end", param, ctx)


class Period(click.ParamType[str]):
    """A year, month, day or range, checked here and passed on as typed."""

    name = "period"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        _day_range(self, value, param, ctx)
        return value


def _day_range(
    kind: click.ParamType[Any], value: str, param: click.Parameter | None, ctx: click.Context | None
) -> tuple[date | None, date | None]:
    from onrecord.search.query.date_ranges import day_range

    try:
        return day_range(value, date.today())
    except (ValueError, OverflowError) as error:
        kind.fail(str(error), param, ctx)
