"""The names a server answers to; not Flask's TRUSTED_HOSTS, which knows no IPv6 address."""

from __future__ import annotations

from functools import lru_cache, partial
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import SecurityError


def register(app: Flask, names: tuple[str, ...]) -> None:
    """Refuse every request that is for another name than these."""
    app.before_request(partial(_check, frozenset(map(_bare, names))))


def _check(names: frozenset[str]) -> None:
    if _bare(request.host) not in names:
        raise SecurityError(f"{request.host!r} is not a name of this server")


@lru_cache(maxsize=64)
def _bare(host: str) -> str:
    """A host without its port and brackets, in small letters."""
    return urlsplit(f"//{host}").hostname or ""
