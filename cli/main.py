"""The `onrecord` command: finds its subcommands, and turns errors into messages."""

from __future__ import annotations

import importlib
import os
import sys

import click

from search.errors import QuerySyntaxError, SearchError

EXIT_FOUND, EXIT_NOTHING, EXIT_ERROR = 0, 1, 2

# A command's module is imported only when it is called: a lookup pays for no other.
COMMANDS = {
    "index": "put articles into the index",
    "search": "find words and quotations",
    "show": "print one article",
    "info": "tell what the index holds",
    "serve": "serve the search page",
    "demo": "index the seed articles and serve the search page",
}


class Commands(click.Group):
    """A group whose commands lie in modules of their own names."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"cli.{name}").command
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
        code = EXIT_ERROR
    except click.Abort:
        code = 130
    except SearchError as error:
        show_error(error)
        code = EXIT_ERROR
    except BrokenPipeError:  # the reader has seen enough: head, or a closed pager
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_FOUND
    sys.exit(code if isinstance(code, int) else EXIT_FOUND)


def show_error(error: SearchError) -> None:
    """A message on standard error; for a query, with its spot and a repaired query."""
    click.secho("error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(str(error), err=True)
    if isinstance(error, QuerySyntaxError) and error.suggestion:
        click.echo(f"try: {error.suggestion}", err=True)
