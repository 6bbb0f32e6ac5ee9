"""The configuration of a server: plain data, from the command line or a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import DEFAULT_INDEX, open_engine

SEARCH_SECONDS = 10.0
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Which index to serve, to whom, and within which limits.

    Without `passwords` nobody logs in; without `saved` no search can be saved. `hosts` are the
    host names the server answers to, all if empty; scripts of `origins` may read the API.
    """

    index: str = DEFAULT_INDEX
    open_index: Callable[[str], Engine] = open_engine
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    passwords: Path | None = None
    saved: Path | None = None
    search_seconds: float = SEARCH_SECONDS
    is_logging: bool = False
    logs_queries: bool = False
