"""Terminal output: colors, highlighting, the pager and error messages."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable

import click

from onrecord.search.errors import QuerySyntaxError, SearchError


def is_colored() -> bool:
    """Whether standard output is shown in color."""
    return sys.stdout.isatty() and use_color() is not False


def use_color() -> bool | None:
    """The `color` argument for click: off if NO_COLOR is set, else only on a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def json_line(value: object) -> str:
    """The value as one line of JSON, with letters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False)


def pluralize(count: int, noun: str) -> str:
    """The count with its noun: `1 article`, `2,000 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def print_paged(lines: Iterable[str]) -> None:
    """Print lines as they come; on a terminal, use the pager for what does not fit."""
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line)
        return
    text = "\n".join(lines)
    if text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text + "\n")
    else:
        click.echo(text)


def highlight(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with its matches in color on a terminal, else between `**`."""
    parts, copied = [], 0
    for start, end in ranges:
        match = text[start:end]
        parts.append(text[copied:start])
        parts.append(click.style(match, fg="yellow", bold=True) if is_colored() else f"**{match}**")
        copied = end
    return "".join([*parts, text[copied:]])


def print_error(error: SearchError | OSError) -> None:
    """Print an error on standard error, with the suggested query if there is one."""
    if isinstance(error, OSError):
        message = f"{error.filename or 'standard output'}: {error.strerror or error}"
    else:
        message = str(error)
    click.secho("error: ", fg="red", bold=True, nl=False, err=True, color=use_color())
    click.echo(message, err=True)
    if isinstance(error, QuerySyntaxError) and error.suggestion:
        click.echo(f"try: {error.suggestion}", err=True)
