"""The `onrecord` command: finds its subcommands, and turns errors into messages."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from onrecord.search.errors import QuerySyntaxError, SearchError

EXIT_FOUND, EXIT_NOTHING, EXIT_ERROR = 0, 1, 2
DASHED = "onrecord search -- 'noon -putin'"  # what is behind -- is no option

# A command's module is imported only when it is called: a lookup pays for no other.
COMMANDS = {
    "index": "put articles into the index",
    "search": "find words and quotations",
    "quote": "check quotations: verbatim, abridged, altered, spliced or not found",
    "show": "print one article",
    "copy": "copy an index into another, of any engine",
    "info": "tell what the index holds",
    "serve": "serve the search page",
    "alerts": "tell what saved searches have found since",
    "password": "make a line of a password file",
    "demo": "index the seed articles and serve the search page",
}


class ReaderGone(Exception):
    """Whoever read our output has seen enough: head, or a closed pager."""


class Commands(click.Group):
    """A group whose commands lie in modules of their own names."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would exit 1, which means: nothing found
            raise ReaderGone from error

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"onrecord.cli.commands.{name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Shell completion: see docs/commands.md.",
)
@click.option(
    "--index",
    "index_url",
    envvar="ONRECORD_INDEX",
    default=".onrecord",
    show_default=True,
    metavar="INDEX",
    help="A folder, or an engine's URL such as whoosh:FOLDER. [env: ONRECORD_INDEX]",
)
@click.version_option(package_name="onrecord")
def onrecord(index_url: str) -> None:
    """Full-text search over news articles: what was said, word for word.

    \b
    onrecord index seeds/
    onrecord search '"noon against Putin"'
    onrecord serve
    """


def main() -> None:
    """Run the command line; exit 0 found, 1 nothing found, 2 error."""
    try:
        code = onrecord.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption):
            click.echo(f"If that is part of a query: {DASHED}", err=True)
        code = EXIT_ERROR
    except click.Abort:
        code = 130
    except SearchError as error:
        show_error(error)
        code = EXIT_ERROR
    except ReaderGone:
        drop_output()
        code = EXIT_FOUND
    except OSError as error:  # a full disk, a folder that may not be written
        show_error(error)
        drop_output()
        code = EXIT_ERROR
    sys.exit(code if isinstance(code, int) else EXIT_FOUND)


def drop_output() -> None:
    """Forget what could not be printed, or Python fails on it once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def colour() -> bool | None:
    """What click is told of colour: none if the user wants none, else only on a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def show_error(error: SearchError | OSError) -> None:
    """A message on standard error; for a query, with its spot and a repaired query."""
    click.secho("error: ", fg="red", bold=True, nl=False, err=True, color=colour())
    click.echo(_described(error), err=True)
    if isinstance(error, QuerySyntaxError) and error.suggestion:
        click.echo(f"try: {error.suggestion}", err=True)


def _described(error: SearchError | OSError) -> str:
    if isinstance(error, SearchError):
        return str(error)
    return f"{error.filename or 'the output'}: {error.strerror or error}"
