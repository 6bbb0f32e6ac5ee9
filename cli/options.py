"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord.search.engines.base import Engine

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

index_option: Decorator = click.option(
    "--index",
    "index_url",
    metavar="INDEX",
    help="The index, where it is not the one of ONRECORD_INDEX or .onrecord.",
)

workers_option: Decorator = click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes to use; all cores by default."
)


def the_engine(index_url: str | None) -> Engine:
    """The engine named behind the command, before it, in ONRECORD_INDEX, or by default."""
    from onrecord.search.engines.registry import open_engine

    return open_engine(the_url(index_url))


def the_url(index_url: str | None) -> str:
    """Where that engine's index is."""
    root = click.get_current_context().find_root()
    url: str = index_url or root.params["index_url"]
    return url


class Text(click.ParamType[str]):
    """A text as typed; bytes that are no UTF-8 become \ufffd, or nothing could print them."""

    name = "text"

    def convert(
        self, value: str, _param: click.Parameter | None, _ctx: click.Context | None
    ) -> str:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Day(click.ParamType[date | None]):
    """A calendar day, or the first or last day of a month or year."""

    name = "day"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | None:
        from onrecord.search.query.date_ranges import day_range

        if isinstance(value, date):
            return value
        try:
            first, last = day_range(value, date.today())
        except (ValueError, OverflowError) as error:
            self.fail(str(error), param, ctx)
        return last if self.last else first


class Period(click.ParamType[str]):
    """A year, month, day or range, as written; a search takes its days."""

    name = "period"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from onrecord.search.query.date_ranges import day_range

        try:
            day_range(value, date.today())
        except (ValueError, OverflowError) as error:
            self.fail(str(error), param, ctx)
        return value
