"""Search results as text, JSON, JSON Lines and CSV."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import chain

import click

from onrecord.cli.output.terminal import highlight, json_line, pluralize, use_color
from onrecord.search.engines.base import Engine
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.results.export import csv_lines, json_lines
from onrecord.search.results.models import Hit, SearchResults

MAX_FACET_VALUES = 20


def print_warnings(results: SearchResults) -> None:
    """Print the warnings on standard error, pointing at what they are about."""
    for warning in results.warnings:
        _print_warning(results.query, warning)


def _print_warning(query: str, warning: QueryWarning) -> None:
    click.secho("warning: ", fg="yellow", nl=False, err=True, color=use_color())
    click.echo(warning.message, err=True)
    if warning.suggestion and len(query) < shutil.get_terminal_size().columns:
        underline = "^" * max(warning.end - warning.start, 1)
        click.echo(f"  {query}", err=True)
        click.echo(f"  {' ' * warning.start}{underline}", err=True)
        click.echo(f"  try: {warning.suggestion}", err=True)


def as_text(first: SearchResults, rest: Iterator[SearchResults], engine: Engine) -> Iterator[str]:
    """Hits with title, outlet, date, match type, snippets and link; then the facets."""
    yield _headline(first, engine)
    for results in chain([first], rest):
        for hit in results.hits or results.closest:
            yield from format_hit(hit)
        last = results
    for name, counts in (first.facets or {}).items():
        if counts:
            shown = (f"{c.value} ({c.count:,})" for c in counts[:MAX_FACET_VALUES])
            yield f"{name}: {', '.join(shown)}"
    if last.next:
        yield f"next page: --cursor {last.next}"


def _headline(results: SearchResults, engine: Engine) -> str:
    if results.total:
        return f"{pluralize(results.total, 'article')} for {results.interpreted}\n"
    info = engine.info()
    facts = [pluralize(len(info.outlets), "outlet")]
    facts += [f"{info.first_day} to {info.last_day}"] if info.first_day else []
    facts += [f"{info.undated:,} undated"] if info.undated else []
    where = f"in {pluralize(info.articles, 'article')} ({', '.join(facts)})"
    closest = "\nClosest matches, which have some of it:\n" if results.closest else ""
    return f"Nothing found for {results.interpreted or 'this'} {where}.{closest}"


def format_hit(hit: Hit) -> Iterator[str]:
    """A hit as text, with an empty line after it."""
    titles = [snippet for snippet in hit.snippets if snippet.field == "title"]
    is_whole = titles and titles[0].text == hit.title
    yield highlight(hit.title, titles[0].highlights) if is_whole else hit.title
    date = hit.date.isoformat() if hit.date else "undated"
    yield "  " + " · ".join(filter(None, (hit.outlet, date, hit.author, hit.matched_as)))
    for snippet in hit.snippets:
        if snippet not in titles:
            text = " ".join(highlight(snippet.text, snippet.highlights).split())
            yield f"  {'… ' if snippet.start else ''}{text}"
    yield f"  {hit.url or hit.source}"
    yield f"  id {hit.id}\n"


def as_json(first: SearchResults, rest: Iterator[SearchResults], _engine: Engine) -> Iterator[str]:
    """One object per page."""
    for results in chain([first], rest):
        yield json_line(results.to_dict())


Formatter = Callable[[SearchResults, Iterator[SearchResults], Engine], Iterator[str]]
FORMATS: dict[str, Formatter] = {
    "text": as_text,
    "json": as_json,
    "jsonl": lambda first, rest, _engine: json_lines(chain([first], rest)),
    "csv": lambda first, rest, _engine: csv_lines(chain([first], rest)),
}
