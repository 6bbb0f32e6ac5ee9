"""The address of an index on a cluster: `//HOST:PORT,HOST:PORT/NAME?shards=3&replicas=1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from onrecord.search.errors import InvalidIndexUrl

PORT = 9200
LONGEST_NAME = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")  # no full stop: NAME.* are the indexes behind NAME
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\[\]:@\s]+)(?::(?P<port>\d{1,5}))?")
HOW = "write opensearch://HOST:PORT/NAME, or opensearch+https:// for TLS; several as HOST:PORT,HOST"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a URL may ask for behind `?`: how a new index is made, and how long to wait."""

    shards: int = 1
    replicas: int = 1
    codec: str = "default"
    timeout: int = 30


DEFAULTS = Settings()
CODECS = ("default", "best_compression")


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes of a cluster, any of which may be asked, and the name of an index there."""

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
            "no user or password may stand in the address of an index, for addresses are shown "
            "and logged; put them into ONRECORD_OPENSEARCH_USER and ONRECORD_OPENSEARCH_PASSWORD"
        )
    name = unquote(parts.path.strip("/"))
    if parts.scheme not in ("", "https") or not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise InvalidIndexUrl(
            f"{name!r} cannot be the name of an index on OpenSearch: small letters, digits, - and "
            f"_, {LONGEST_NAME} at most; {HOW}"
        )
    hosts = tuple(map(_host, parts.netloc.split(",")))
    return Address(hosts, name, parts.scheme == "https", _settings(parts.query))


def _host(written: str) -> tuple[str, int]:
    match = _HOST.fullmatch(written)
    if not match or int(match["port"] or PORT) > 65535:
        raise InvalidIndexUrl(f"{written!r} is no HOST or HOST:PORT; {HOW}")
    return match["host"].strip("[]"), int(match["port"] or PORT)


def _settings(written: str) -> Settings:
    given = dict(parse_qsl(written, keep_blank_values=True))
    settings = Settings(
        shards=_number(given, "shards", 1, 1024),
        replicas=_number(given, "replicas", 0, 16),
        codec=given.pop("codec", DEFAULTS.codec),
        timeout=_number(given, "timeout", 1, 3600),
    )
    if settings.codec not in CODECS:
        raise InvalidIndexUrl(f"codec={settings.codec} is none of {', '.join(CODECS)}")
    if given:
        raise InvalidIndexUrl(
            f"an OpenSearch index has no setting {', '.join(given)}; there are shards, replicas, "
            "codec and timeout"
        )
    return settings


def _number(given: dict[str, str], name: str, least: int, most: int) -> int:
    written = given.pop(name, str(getattr(DEFAULTS, name)))
    if not (written.isascii() and written.isdigit() and least <= int(written) <= most):
        raise InvalidIndexUrl(f"{name}={written} is not a number from {least} to {most}")
    return int(written)
