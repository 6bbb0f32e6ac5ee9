"""The `onrecord alerts` command: shows new results of saved searches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING
from onrecord.cli.options import Text, format_option, index_option, saved_option
from onrecord.cli.output.search_formats import format_hit
from onrecord.cli.output.terminal import json_line, pluralize, print_error, print_paged
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import SearchError
from onrecord.search.saved_searches.alerts import COMMAND_READER, Alert, check_search
from onrecord.search.saved_searches.store import SavedSearch, SavedSearchStore, default_path
from onrecord.search.service import interpreted_query


@click.command("alerts")
@click.option("--user", type=Text(), metavar="NAME", help="Only searches of this user.")
@click.option("--name", type=Text(), metavar="NAME", help="Only searches with this name.")
@click.option("--keep", is_flag=True, help="Do not mark the results as seen.")
@format_option("text", "json")
@saved_option
@index_option
def command(
    user: str | None,
    name: str | None,
    keep: bool,
    output_format: str,
    saved: Path | None,
    index_url: str,
) -> int:
    """Show new results for saved searches.

    Exit 0: new results, 1: none, 2: error; a search that fails does not stop the others.

    \b
    onrecord alerts
    onrecord alerts --user alice --format json
    """
    path = saved or default_path(index_url)
    if path is None:
        raise click.UsageError("this index has no folder: name the file with --saved FILE")
    store, engine = SavedSearchStore(path), open_engine(index_url)
    engine.generation()  # a missing index is one error, not one per search
    searches = [search for search in store.list_searches(user) if name in (None, search.name)]
    if name and not searches:
        raise click.UsageError(f"no saved search named {name!r} in {path}")
    if not searches:
        click.echo(f"no saved searches in {path}", err=True)
    codes = {_show(store, engine, search, output_format, keep=keep) for search in searches}
    return next((code for code in (EXIT_ERROR, EXIT_FOUND) if code in codes), EXIT_NOTHING)


def _show(
    store: SavedSearchStore, engine: Engine, search: SavedSearch, output_format: str, *, keep: bool
) -> int:
    """Print the new results of one search, then mark them as seen."""
    try:
        found = check_search(store, engine, search, COMMAND_READER)
    except SearchError as error:
        click.echo(f"{search.name}: ", nl=False, err=True)
        print_error(error)
        return EXIT_ERROR
    if not found.total:
        return EXIT_NOTHING
    as_json = output_format == "json"
    print_paged([json_line(_data(found))] if as_json else _lines(found))
    if not keep:
        store.mark_seen(found.saved, COMMAND_READER, found.revision)
    return EXIT_FOUND


def _lines(found: Alert) -> Iterator[str]:
    saved = found.saved
    owner = f" ({saved.owner})" if saved.owner else ""
    count = pluralize(found.total, "new article")
    yield f"{saved.name}{owner}: {count} for {interpreted_query(saved.request)}\n"
    for hit in found.hits:
        yield from format_hit(hit)
    if more := found.total - len(found.hits):
        yield f"and {more:,} more"


def _data(found: Alert) -> dict[str, Any]:
    return {
        "name": found.saved.name,
        "user": found.saved.owner or None,
        "query": found.saved.request.text,
        "interpreted": interpreted_query(found.saved.request),
        "total": found.total,
        "hits": [hit.to_dict() for hit in found.hits],
    }
