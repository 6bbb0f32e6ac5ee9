"""Help texts and CSV columns for docs/commands.md."""

from __future__ import annotations

from collections.abc import Iterable

import click

from onrecord.cli.main import COMMANDS, onrecord
from onrecord.cli.output.quote_formats import COLUMNS as QUOTE_COLUMNS
from onrecord.search.results.export import COLUMNS

WIDTH = 96  # whatever the terminal cog runs in


def help_pages() -> str:
    """The help of `onrecord`, then of each command below a heading."""
    root = click.Context(
        onrecord, info_name="onrecord", terminal_width=WIDTH, **onrecord.context_settings
    )
    pages = [_fenced(onrecord.get_help(root))]
    for name in COMMANDS:
        command = onrecord.get_command(root, name)
        assert command is not None
        context = click.Context(command, root, info_name=name)
        pages.append(f"## onrecord {name}\n\n{_fenced(command.get_help(context))}")
    return "\n\n".join(pages)


def csv_columns() -> str:
    """The columns of `onrecord search --format csv`."""
    return _listed(COLUMNS)


def quote_csv_columns() -> str:
    """The columns of `onrecord quote --format csv`."""
    return _listed(QUOTE_COLUMNS)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) + "."


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
