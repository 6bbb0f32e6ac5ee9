"""The address of an index on a cluster: `//HOST:PORT,HOST:PORT/NAME?shards=3&replicas=1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from onrecord.search.errors import InvalidIndexUrl

USER, PASSWORD = "ONRECORD_OPENSEARCH_USER", "ONRECORD_OPENSEARCH_PASSWORD"
API_KEY, CA_FILE = "ONRECORD_OPENSEARCH_API_KEY", "ONRECORD_OPENSEARCH_CA"
PORT = 9200
MAX_NAME_CHARS = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")  # no full stop: NAME.* are its indexes
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\[\]:@\s]+)(?::(?P<port>\d{1,5}))?")
USAGE = "write opensearch://HOST:PORT/NAME, or opensearch+https:// for TLS; nodes as HOST:PORT,HOST"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings after `?` in a URL: of a new index, and the timeout."""

    shards: int = 1
    replicas: int = 1
    codec: str = "default"
    timeout: int = 30


DEFAULTS = Settings()
CODECS = ("default", "best_compression")


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes of a cluster, any of which may answer, and the name of an index."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool
    settings: Settings

    def __str__(self) -> str:
        nodes = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'+https' if self.is_secure else ''}://{nodes}/{self.name}"


def read_address(location: str) -> Address:
    """The address that a location such as `//host:9200/news` names, or InvalidIndexUrl."""
    parts = urlsplit(location)
    if "@" in parts.netloc:
        raise InvalidIndexUrl(
            "the address of an index may not contain a user or password, since addresses are shown "
            f"and logged; set {USER} and {PASSWORD}"
        )
    name = unquote(parts.path.strip("/"))
    if parts.scheme not in ("", "https") or not _NAME.fullmatch(name) or len(name) > MAX_NAME_CHARS:
        raise InvalidIndexUrl(
            f"{name!r} is not a valid name of an index on OpenSearch: use lower-case letters, "
            f"digits, - and _, {MAX_NAME_CHARS} at most; {USAGE}"
        )
    hosts = tuple(map(_host, parts.netloc.split(",")))
    return Address(hosts, name, parts.scheme == "https", _settings(parts.query))


def _host(text: str) -> tuple[str, int]:
    match = _HOST.fullmatch(text)
    if not match or int(match["port"] or PORT) > 65535:
        raise InvalidIndexUrl(f"{text!r} is not HOST or HOST:PORT; {USAGE}")
    return match["host"].strip("[]"), int(match["port"] or PORT)


def _settings(text: str) -> Settings:
    given = dict(parse_qsl(text, keep_blank_values=True))
    settings = Settings(
        shards=_number(given, "shards", 1, 1024),
        replicas=_number(given, "replicas", 0, 16),
        codec=given.pop("codec", DEFAULTS.codec),
        timeout=_number(given, "timeout", 1, 3600),
    )
    if settings.codec not in CODECS:
        raise InvalidIndexUrl(f"codec={settings.codec} is not one of {', '.join(CODECS)}")
    if given:
        raise InvalidIndexUrl(
            f"unknown setting of an OpenSearch index: {', '.join(given)}; known are shards, "
            "replicas, codec and timeout"
        )
    return settings


def _number(given: dict[str, str], name: str, minimum: int, maximum: int) -> int:
    text = given.pop(name, str(getattr(DEFAULTS, name)))
    if not (text.isascii() and text.isdigit() and minimum <= int(text) <= maximum):
        raise InvalidIndexUrl(f"{name}={text} is not a number from {minimum} to {maximum}")
    return int(text)
