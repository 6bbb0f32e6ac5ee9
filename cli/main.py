"""The `onrecord` command: loads subcommands on demand and turns errors into exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from onrecord.cli.output.terminal import print_error
from onrecord.search.errors import SearchError

EXIT_FOUND, EXIT_NOTHING, EXIT_ERROR, EXIT_INTERRUPTED = 0, 1, 2, 130

# A command's module is imported when it is called, so that a search does not load the others.
COMMANDS = {
    "index": "Add articles to the index",
    "search": "Search for words and phrases",
    "quote": "Check quotations: verbatim, abridged, altered, spliced or not found",
    "show": "Print an article",
    "copy": "Copy an index to another, on any engine",
    "info": "Show index statistics",
    "serve": "Start the web server",
    "alerts": "Show new results for saved searches",
    "password": "Create a line for the password file",
    "demo": "Index the seed articles and start the web server",
}


class OutputClosed(Exception):
    """Whoever read our output has seen enough, such as `head` or a closed pager."""


class LazyGroup(click.Group):
    """A group that imports the module of a command when it is needed."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would exit 1, which means: nothing found
            raise OutputClosed from error

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
    cls=LazyGroup,
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
    help="Index folder, or an engine URL such as whoosh:FOLDER. [env: ONRECORD_INDEX]",
)
@click.version_option(package_name="onrecord")
def onrecord(index_url: str) -> None:
    """Full-text search over news articles, for fact-checkers.

    \b
    onrecord index seeds/
    onrecord search '"noon against Putin"'
    onrecord serve
    """


def main() -> None:
    """Run the command line and exit: 0 found, 1 nothing found, 2 error."""
    try:
        code = onrecord.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption):
            click.echo(
                "To search for a text with a dash: onrecord search -- 'noon -putin'", err=True
            )
        code = EXIT_ERROR
    except click.Abort:
        code = EXIT_INTERRUPTED
    except SearchError as error:
        print_error(error)
        code = EXIT_ERROR
    except OutputClosed:
        discard_output()
        code = EXIT_FOUND
    except OSError as error:  # such as a full disk or a missing permission
        print_error(error)
        discard_output()
        code = EXIT_ERROR
    sys.exit(code if isinstance(code, int) else EXIT_FOUND)


def discard_output() -> None:
    """Drop unwritten output, or flushing it at exit would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
