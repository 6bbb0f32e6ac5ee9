"""The systems under test; each is imported only in the process that runs it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bench.peers import Peer

OURS, TANTIVY, SQLITE = "onrecord-tantivy", "raw-tantivy", "sqlite-fts5"
OURS_ON_WHOOSH, WHOOSH = "onrecord-whoosh", "raw-whoosh"
OURS_ON_OPENSEARCH, OPENSEARCH = "onrecord-opensearch", "raw-opensearch"
OPENSEARCH_STEMS = "raw-opensearch-stems"  # which cannot search for a phrase's exact words
TANTIVY_IN_ORDER = "raw-tantivy-1-thread"  # breaks ties by indexing order, as SQLite does

LARGE = (OURS, TANTIVY, SQLITE)
SMALL = (OURS_ON_WHOOSH, WHOOSH)
SERVED = (OURS_ON_OPENSEARCH, OPENSEARCH, OPENSEARCH_STEMS)  # if the environment names a node
RANKED = (OURS, TANTIVY_IN_ORDER, SQLITE)


@dataclass(frozen=True, slots=True)
class System:
    """The factory of a system's adapter, and its arguments."""

    module: str
    factory: str
    arguments: tuple[str | int, ...] = ()


SYSTEMS = {
    OURS: System("bench.ours", "Onrecord", ("tantivy",)),
    OURS_ON_WHOOSH: System("bench.ours", "Onrecord", ("whoosh",)),
    TANTIVY: System("bench.peers.raw_tantivy", "RawTantivy"),
    TANTIVY_IN_ORDER: System("bench.peers.raw_tantivy", "RawTantivy", (1,)),
    SQLITE: System("bench.peers.sqlite_fts5", "SqliteFts5"),
    WHOOSH: System("bench.peers.raw_whoosh", "RawWhoosh"),
    OURS_ON_OPENSEARCH: System("bench.ours", "Onrecord", ("opensearch",)),
    OPENSEARCH: System("bench.peers.raw_opensearch", "RawOpenSearch"),
    OPENSEARCH_STEMS: System("bench.peers.raw_opensearch", "RawOpenSearch", ("stems",)),
}


def reachable() -> tuple[str, ...]:
    """SERVED, if there is a node to measure on."""
    return SERVED if os.environ.get("ONRECORD_TEST_OPENSEARCH") else ()


def load(name: str) -> Peer:
    """The adapter of this system, ready to build or open an index."""
    system = SYSTEMS[name]
    return cast("Peer", getattr(import_module(system.module), system.factory)(*system.arguments))
