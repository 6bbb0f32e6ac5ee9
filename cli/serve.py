"""onrecord serve"""

from __future__ import annotations

import click

from cli.options import index_option, the_url

HOST, PORT = "127.0.0.1", 8400


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 picks a free one.",
)
@index_option
def command(host: str, port: int, index_url: str | None) -> None:
    """Serve the search page until interrupted.

    \b
    onrecord serve
    onrecord serve --port 9000
    """
    serve_page(the_url(index_url), host, port)


def serve_page(index_url: str, host: str, port: int) -> None:
    """Serve, and print the address once it answers."""
    from web.server import serve

    serve(index_url, host, port, lambda address: click.echo(f"onrecord is at {address}"))
