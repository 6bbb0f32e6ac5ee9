"""onrecord as its users run it, below a path of nginx set up as docs/operation.md says."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.search.engines.registry import open_engine
from tests.browser.articles import LIBRARY
from tests.corpus import fill

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
ONRECORD = Path(sys.executable).parent / "onrecord"
MANUAL = Path(__file__).parents[2] / "docs" / "operation.md"
PREFIX = "/search"
WHOLE = """
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {location}
    }}
}}
"""


@contextmanager
def behind_nginx(folder: Path, *options: str) -> Iterator[str]:
    """The address of a server's pages below the prefix, as nginx passes it on."""
    engine = open_engine(f"tantivy:{folder / 'index'}")
    fill(engine, LIBRARY)
    engine.close()
    served = ("--port", "0", "--behind-proxy", "127.0.0.1", "--prefix", PREFIX)
    command = [ONRECORD, "--index", folder / "index", "serve", *served, *options]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        backend = process.stdout.readline().split(":")[-1].split("/")[0].strip()
        try:
            with nginx(folder, location(backend)) as port:
                yield f"http://127.0.0.1:{port}{PREFIX}"
        finally:
            process.terminate()


def location(backend: str) -> str:
    """The block for nginx that the manual gives, with another port."""
    manual = MANUAL.read_text("utf-8")
    start = manual.index(f"location {PREFIX}/ {{")
    return manual[start : manual.index("\n}", start) + 2].replace(":8400;", f":{backend};")


@contextmanager
def nginx(folder: Path, location: str) -> Iterator[int]:
    """The port of an nginx, which answers from here on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = folder / "nginx.conf"
    settings.write_text(WHOLE.format(folder=folder, port=port, location=location), "utf-8")
    command = [str(NGINX), "-e", str(folder / "errors"), "-c", str(settings)]
    subprocess.run(command, check=True)  # it returns when it listens
    try:
        yield port
    finally:
        subprocess.run([*command, "-s", "quit"], check=True)
