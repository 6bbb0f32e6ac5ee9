"""The `onrecord password` command: prints an entry for a password file."""

from __future__ import annotations

import click

from onrecord.cli.options import Text


@click.command("password")
@click.argument("name", type=Text())
def command(name: str) -> None:
    """Ask for a password and print the line of a password file that lets NAME log in.

    \b
    onrecord password alice >> users.txt
    onrecord serve --host 0.0.0.0 --password-file users.txt
    """
    from onrecord.web.security.password_file import format_entry

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        click.echo(format_entry(name, password))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
