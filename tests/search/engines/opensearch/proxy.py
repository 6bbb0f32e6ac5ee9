"""nginx in front of the node: TLS with an authority of its own, passwords and a key."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection

from tests.engines import NODE

PORT = 9243
SECONDS = 20.0
USERS = {"ann": "right", "bob": "right"}  # bob may do nothing
KEY = "a2V5OnNlY3JldA=="
CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; client_max_body_size 100m;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    limit_req_zone $server_port zone=bulk:1m rate=4r/s;
    map $http_authorization $realm {{ default "search"; "ApiKey {key}" off; }}
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
        auth_basic $realm; auth_basic_user_file {folder}/users;
        location / {{
            if ($remote_user = bob) {{ return 403; }}
            proxy_pass http://{node}; proxy_set_header Authorization "";
        }}
        location /_bulk {{  # takes no more than so many, as a busy node does
            limit_req zone=bulk; limit_req_status 429; access_log {folder}/bulk.log;
            client_max_body_size 64k;
            proxy_pass http://{node}; proxy_set_header Authorization "";
        }}
    }}
}}
"""


@dataclass
class Proxy:
    """A secured way to the node, that can be cut and mended."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def authority(self) -> str:
        """The file of the certificate that vouches for the server."""
        return str(self.folder / "authority.pem")

    def url(self, name: str, host: str = "localhost") -> str:
        return f"opensearch+https://{host}:{PORT}/{name}"

    def prepare(self) -> None:
        """Make the certificates, the passwords and the configuration."""
        for command in _certificates():
            _run(command, self.folder)
        hashes = {user: _run(["openssl", "passwd", "-apr1", word]) for user, word in USERS.items()}
        lines = "".join(f"{user}:{hashed}" for user, hashed in hashes.items())
        (self.folder / "users").write_text(lines)
        self.folder.chmod(0o755)  # nginx reads the users as another user
        text = CONFIGURATION.format(folder=self.folder, port=PORT, node=NODE, key=KEY)
        (self.folder / "nginx.conf").write_text(text)

    def start(self) -> None:
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        settings = ["-p", str(self.folder), "-e", "error.log", "-g", "user root;"]
        self.process = subprocess.Popen([nginx, *settings, "-c", str(self.folder / "nginx.conf")])
        end = time.monotonic() + SECONDS
        while not _listens():
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError((self.folder / "error.log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


def _certificates() -> list[list[str]]:
    """An authority, and the certificate it gives to localhost."""
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    authority = ["-x509", "-subj", "/CN=test authority", "-keyout", "authority.key"]
    server = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    signed = ["-CA", "authority.pem", "-CAkey", "authority.key", "-keyout", "server.key"]
    return [
        [*new, *authority, "-out", "authority.pem"],
        [*new, "-x509", *server, *signed, "-out", "server.pem"],
    ]


def _run(command: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def _listens() -> bool:
    try:
        create_connection(("127.0.0.1", PORT), timeout=1).close()
    except OSError:
        return False
    return True
