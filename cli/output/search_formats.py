"""Results as text for people, and as JSON, JSON Lines and CSV for programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import click

from onrecord.cli.main import colour
from onrecord.search.engines.base import Engine
from onrecord.search.query.diagnostics import Warning
from onrecord.search.results.export import csv_lines, json_lines
from onrecord.search.results.models import Hit, SearchResults, Snippet


def emit(lines: Iterable[str]) -> None:
    """Print lines as they come; on a terminal, a page that does not fit goes to a pager."""
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line)
        return
    text = "\n".join(lines)
    if text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text + "\n")
    else:
        click.echo(text)


def marked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """A text with its matches marked: in colour on a terminal, else between **."""
    coloured = sys.stdout.isatty() and colour() is not False
    parts, copied = [], 0
    for start, end in stretches:
        match = text[start:end]
        shown = click.style(match, fg="yellow", bold=True) if coloured else f"**{match}**"
        parts += [text[copied:start], shown]
        copied = end
    return "".join([*parts, text[copied:]])


def warn(results: SearchResults) -> None:
    """The warnings of a reading on standard error, each pointing at its spot."""
    for warning in results.warnings:
        _warn_one(results.query, warning)


def _warn_one(query: str, warning: Warning) -> None:
    click.secho("note: ", fg="yellow", nl=False, err=True, color=colour())
    click.echo(warning.message, err=True)
    if warning.suggestion and len(query) < shutil.get_terminal_size().columns:
        click.echo(f"  {query}", err=True)
        spot = " " * warning.start + "^" * max(warning.end - warning.start, 1)
        click.echo(f"  {spot}", err=True)
        click.echo(f"  try: {warning.suggestion}", err=True)


def as_text(first: SearchResults, rest: Iterator[SearchResults], engine: Engine) -> Iterator[str]:
    """Hits for reading: title, outlet, date, how it matched, link, fragments."""
    yield _headline(first, engine)
    for results in chain([first], rest):
        for hit in results.hits:
            yield from hit_lines(hit)
        last = results
    for name, counts in (first.facets or {}).items():
        if counts:
            yield f"{name}: " + ", ".join(f"{c.value} ({c.count:,})" for c in counts[:20])
    if last.next:
        yield f"more: --cursor {last.next}"


def _headline(results: SearchResults, engine: Engine) -> str:
    if results.total:
        return f"{counted(results.total, 'article')} for {results.interpreted}\n"
    info = engine.info()
    facts = [counted(len(info.outlets), "outlet")]
    facts += [f"{info.first_day} to {info.last_day}"] if info.first_day else []
    facts += [f"{info.undated:,} undated"] if info.undated else []
    where = f"in {counted(info.articles, 'article')} ({', '.join(facts)})"
    closest = "\nThe closest, which have some of it:\n" if results.closest else ""
    return f"Nothing found for {results.interpreted or 'this'} {where}.{closest}"


def counted(count: int, noun: str) -> str:
    """A number with its noun in the right form."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def hit_lines(hit: Hit) -> Iterator[str]:
    """A hit for reading."""
    titles = [snippet for snippet in hit.snippets if snippet.field == "title"]
    yield (
        marked(hit.title, titles[0].highlights)
        if titles and titles[0].text == hit.title
        else hit.title
    )
    facts = [
        hit.outlet,
        hit.date.isoformat() if hit.date else "undated",
        hit.author,
        hit.matched_as,
    ]
    yield "  " + " · ".join(fact for fact in facts if fact)
    for snippet in hit.snippets:
        if snippet not in titles:
            yield f"  {_fragment(snippet)}"
    yield f"  {hit.url or hit.source}"
    yield f"  id {hit.id}\n"


def _fragment(snippet: Snippet) -> str:
    shown = marked(snippet.text, snippet.highlights)
    before = "… " if snippet.start else ""
    return before + " ".join(shown.split())


def as_json(first: SearchResults, rest: Iterator[SearchResults], _engine: Engine) -> Iterator[str]:
    """One object; with --all, one a page."""
    for results in chain([first], rest):
        yield json.dumps(results.to_json(), ensure_ascii=False)


def as_jsonl(first: SearchResults, rest: Iterator[SearchResults], _engine: Engine) -> Iterator[str]:
    """One hit a line, with the same keys as in JSON."""
    return json_lines(chain([first], rest))


def as_csv(first: SearchResults, rest: Iterator[SearchResults], _engine: Engine) -> Iterator[str]:
    """One hit a row; snippets joined by ` … `."""
    return csv_lines(chain([first], rest))


Style = Callable[[SearchResults, Iterator[SearchResults], Engine], Iterator[str]]
FORMATS: dict[str, Style] = {"text": as_text, "json": as_json, "jsonl": as_jsonl, "csv": as_csv}
