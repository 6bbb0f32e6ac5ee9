"""onrecord alerts"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING, show_error
from onrecord.cli.options import Text, index_option, the_engine, the_url
from onrecord.cli.output import search_formats
from onrecord.search.errors import SearchError

if TYPE_CHECKING:
    from onrecord.search.engines.base import Engine
    from onrecord.search.saved_searches.alerts import News
    from onrecord.search.saved_searches.store import SavedSearch, SavedSearches


@click.command("alerts")
@click.option("--user", type=Text(), metavar="NAME", help="Only the searches of this user.")
@click.option("--name", type=Text(), metavar="NAME", help="Only the search of this name.")
@click.option("--keep", is_flag=True, help="Tell the same again next time.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--saved",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where saved searches are kept. [default: beside the index]",
)
@index_option
def command(
    user: str | None,
    name: str | None,
    keep: bool,
    style: str,
    saved: Path | None,
    index_url: str | None,
) -> int:
    """Tell what saved searches have found since this was last asked.

    Exit 0: something new, 1: nothing new, 2: error; a search that fails stops no other.

    \b
    onrecord alerts
    onrecord alerts --user alice --format json
    """
    searches = _searches(saved, the_url(index_url))
    engine = the_engine(index_url)
    engine.generation()  # an index that is missing is one error, not one a search
    wanted = [one for one in searches.every(user) if name in (None, one.name)]
    if name and not wanted:
        raise click.UsageError(f"no search is saved as {name!r} in {searches.path}")
    if not wanted:
        click.echo(f"no searches are saved in {searches.path}", err=True)
    codes = {_tell(searches, engine, one, style, keep=keep) for one in wanted}
    return next((code for code in (EXIT_ERROR, EXIT_FOUND) if code in codes), EXIT_NOTHING)


def _searches(path: Path | None, index: str) -> SavedSearches:
    from onrecord.search.saved_searches.store import SavedSearches, place_beside

    if (chosen := path or place_beside(index)) is None:
        raise click.UsageError("say with --saved FILE where the searches of this index are kept")
    return SavedSearches(chosen)


def _tell(
    searches: SavedSearches, engine: Engine, one: SavedSearch, style: str, *, keep: bool
) -> int:
    """Print what is new to one search, and only then have it seen."""
    from onrecord.search.saved_searches.alerts import COMMAND, news

    try:
        told = news(searches, engine, one, COMMAND)
    except SearchError as error:
        click.echo(f"{one.name}: ", nl=False, err=True)
        show_error(error)
        return EXIT_ERROR
    if not told.total:
        return EXIT_NOTHING
    search_formats.emit(
        [json.dumps(_data(told), ensure_ascii=False)] if style == "json" else _lines(told)
    )
    if not keep:
        searches.mark_seen(told.saved, COMMAND, told.look)
    return EXIT_FOUND


def _lines(told: News) -> list[str]:
    from onrecord.search.service import interpreted

    of_whom = f" ({told.saved.owner})" if told.saved.owner else ""
    count = f"{told.total:,} new {'article' if told.total == 1 else 'articles'}"
    lines = [f"{told.saved.name}{of_whom}: {count} for {interpreted(told.saved.request)}", ""]
    lines += [line for hit in told.hits for line in search_formats.hit_lines(hit)]
    left = told.total - len(told.hits)
    return [*lines, f"and {left:,} more"] if left else lines


def _data(told: News) -> dict[str, Any]:
    from onrecord.search.service import interpreted

    return {
        "name": told.saved.name,
        "user": told.saved.owner or None,
        "query": told.saved.request.text,
        "interpreted": interpreted(told.saved.request),
        "total": told.total,
        "hits": [hit.to_json() for hit in told.hits],
    }
