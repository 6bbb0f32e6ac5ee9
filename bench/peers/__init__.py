"""Peer search engines, each used as its documentation recommends, behind one interface."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.queries import Query

TOP = 10
THREADS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The total of matching articles, and the best of them as (id, snippet)."""

    total: int
    hits: list[tuple[str, str]]


Search = Callable[[Query, int], Answer]


class Peer(Protocol):
    """Builds an index of JSON Lines in a folder, and opens it to search."""

    def build(self, articles: Path, folder: Path) -> None: ...

    def open(self, folder: Path) -> AbstractContextManager[Search]: ...


def rows(articles: Path) -> Iterator[dict[str, Any]]:
    """The articles of a JSON Lines file."""
    with articles.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
