"""Who is measured, and against whom; each is imported only in the process that runs it."""

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
OPENSEARCH_STEMS = "raw-opensearch-stems"  # which cannot tell the words of a phrase from others
TANTIVY_IN_ORDER = "raw-tantivy-1-thread"  # equal scores in the order indexed, as SQLite has them

LARGE = (OURS, TANTIVY, SQLITE)
SMALL = (OURS_ON_WHOOSH, WHOOSH)
SERVED = (OURS_ON_OPENSEARCH, OPENSEARCH, OPENSEARCH_STEMS)  # where the environment names a node
RANKED = (OURS, TANTIVY_IN_ORDER, SQLITE)


@dataclass(frozen=True, slots=True)
class Contender:
    """Where to find an engine's adapter and what to make it with."""

    module: str
    maker: str
    arguments: tuple[str | int, ...] = ()


CONTENDERS = {
    OURS: Contender("bench.ours", "Onrecord", ("tantivy",)),
    OURS_ON_WHOOSH: Contender("bench.ours", "Onrecord", ("whoosh",)),
    TANTIVY: Contender("bench.peers.raw_tantivy", "RawTantivy"),
    TANTIVY_IN_ORDER: Contender("bench.peers.raw_tantivy", "RawTantivy", (1,)),
    SQLITE: Contender("bench.peers.sqlite_fts5", "SqliteFts5"),
    WHOOSH: Contender("bench.peers.raw_whoosh", "RawWhoosh"),
    OURS_ON_OPENSEARCH: Contender("bench.ours", "Onrecord", ("opensearch",)),
    OPENSEARCH: Contender("bench.peers.raw_opensearch", "RawOpenSearch"),
    OPENSEARCH_STEMS: Contender("bench.peers.raw_opensearch", "only_stems"),
}


def reachable() -> tuple[str, ...]:
    """The engines of SERVED, if there is a node to measure them on."""
    return SERVED if os.environ.get("ONRECORD_TEST_OPENSEARCH") else ()


def load(name: str) -> Peer:
    """The engine of this name, ready to build or open an index."""
    contender = CONTENDERS[name]
    made = getattr(import_module(contender.module), contender.maker)(*contender.arguments)
    return cast("Peer", made)
