"""Refuses requests for unknown hosts; Flask's TRUSTED_HOSTS does not support IPv6 addresses."""

from __future__ import annotations

from functools import lru_cache, partial
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import SecurityError


def register(app: Flask, hosts: tuple[str, ...]) -> None:
    """Refuse requests for hosts other than these."""
    app.before_request(partial(_check_host, frozenset(map(_hostname, hosts))))


def _check_host(trusted: frozenset[str]) -> None:
    if _hostname(request.host) not in trusted:
        raise SecurityError(f"unknown host {request.host!r}")


@lru_cache(maxsize=64)
def _hostname(host: str) -> str:
    """A host in lower case, without port and brackets."""
    return urlsplit(f"//{host}").hostname or ""
