"""The `onrecord serve` command: serves the search page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import index_option, port_option, saved_option

if TYPE_CHECKING:
    from onrecord.web.config import WebConfig
    from onrecord.web.server.bind import BindAddress

HOST = "127.0.0.1"
SEARCH_SECONDS = 10.0


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@port_option
@click.option(
    "--password-file",
    "passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Users who may log in; write its lines with `onrecord password NAME`.",
)
@click.option("--no-auth", is_flag=True, help="Serve a public address without login.")
@click.option(
    "--behind-proxy",
    "proxy",
    metavar="ADDRESS",
    help="Trust the X-Forwarded headers of the reverse proxy at this address, such as 127.0.0.1.",
)
@click.option("--prefix", default="", metavar="PATH", help="Serve all pages below this path.")
@click.option(
    "--trusted-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Answer to this host name; may be repeated. [default: local names on a local address, "
    "else any]",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let scripts of this site, such as https://desk.example, read the API; may be repeated.",
)
@saved_option
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Number of processes; one per core is enough.",
)
@click.option(
    "--search-seconds",
    default=SEARCH_SECONDS,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Time limit of a search.",
)
@click.option("--log-queries", is_flag=True, help="Log query strings, too.")
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
    """Start the web server; requests are logged to standard error.

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
    _serve(config, BindAddress(host, port, prefix, proxy), no_auth=no_auth, workers=workers)


def serve_page(index_url: str, port: int) -> None:
    """Serve on this machine alone."""
    from onrecord.search.saved_searches.store import default_path
    from onrecord.web.config import WebConfig
    from onrecord.web.server.bind import BindAddress

    _serve(WebConfig(index_url, saved=default_path(index_url)), BindAddress(HOST, port))


def _serve(config: WebConfig, address: BindAddress, **options: Any) -> None:
    """Serve, and print the URL once it is ready."""
    from onrecord.web.server.waitress_server import serve

    def on_ready(url: str) -> None:
        click.echo(f"onrecord is at {url}")

    serve(config, address, on_ready, **options)
