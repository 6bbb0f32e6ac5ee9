"""onrecord serve"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import index_option, port_option, saved_option

if TYPE_CHECKING:
    from onrecord.web.config import WebConfig
    from onrecord.web.server.bind import BindAddress

HOST = "127.0.0.1"
SEARCH_SECONDS = 10.0


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@port_option
@click.option(
    "--password-file",
    "passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Who may log in; `onrecord password NAME` makes its lines.",
)
@click.option(
    "--no-auth", is_flag=True, help="Let everyone in who can reach an address that is not local."
)
@click.option(
    "--behind-proxy",
    "proxy",
    metavar="ADDRESS",
    help="Believe the X-Forwarded headers of the reverse proxy at this address, such as 127.0.0.1.",
)
@click.option("--prefix", default="", metavar="PATH", help="The path all pages are below.")
@click.option(
    "--trusted-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name that the server answers to; may be repeated. [default: on a local address, "
    "local names; else any]",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let scripts of this other site, such as https://desk.example, read the API; may be "
    "repeated.",
)
@saved_option
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes answer; one for each core is enough.",
)
@click.option(
    "--search-seconds",
    default=SEARCH_SECONDS,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="How long one search may take.",
)
@click.option("--log-queries", is_flag=True, help="Write to the log also what is searched for.")
@index_option
def command(
    host: str,
    port: int,
    passwords: Path | None,
    no_auth: bool,
    proxy: str | None,
    prefix: str,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    saved: Path | None,
    workers: int,
    search_seconds: float,
    log_queries: bool,
    index_url: str,
) -> None:
    """Serve the search page until interrupted, with a line for each request on standard error.

    \b
    onrecord serve
    onrecord serve --port 9000
    onrecord serve --host 0.0.0.0 --password-file users.txt
    """
    from onrecord.search.saved_searches.store import default_path
    from onrecord.web.config import WebConfig
    from onrecord.web.server.bind import BindAddress

    config = WebConfig(
        index_url,
        hosts=hosts,
        origins=origins,
        passwords=passwords,
        saved=saved or default_path(index_url),
        search_seconds=search_seconds,
        is_logging=True,
        logs_queries=log_queries,
    )
    _serve(config, BindAddress(host, port, prefix, proxy), is_open=no_auth, workers=workers)


def serve_page(index_url: str, port: int) -> None:
    """Serve on this machine alone."""
    from onrecord.search.saved_searches.store import default_path
    from onrecord.web.config import WebConfig
    from onrecord.web.server.bind import BindAddress

    _serve(WebConfig(index_url, saved=default_path(index_url)), BindAddress(HOST, port))


def _serve(
    config: WebConfig, place: BindAddress, *, is_open: bool = False, workers: int = 1
) -> None:
    """Serve, and print the address once it answers."""
    from onrecord.web.server.waitress_server import serve

    def ready(url: str) -> None:
        click.echo(f"onrecord is at {url}")

    serve(config, place, ready, is_open=is_open, workers=workers)
