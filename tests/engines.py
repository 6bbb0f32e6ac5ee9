"""The engines that tests run on, and a place of its own for each index."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from onrecord.search.engines.registry import ENGINES
from tests.opensearch_node.cluster import SPREAD

# HOST:PORT of a node that tests may fill, or of all nodes of a cluster, parted by commas;
# `make test-opensearch` starts them and sets it.
NODES = os.environ.get("ONRECORD_TEST_OPENSEARCH", "")
NODE = NODES.partition(",")[0]
SETTINGS = f"?{SPREAD}" if "," in NODES else ""
TESTED = tuple(name for name in ENGINES if name != "opensearch" or NODE)
RUN = f"test-{uuid.uuid4().hex[:8]}"


def url_of(name: str, place: Path) -> str:
    """The index of an engine that belongs to a folder: in it, or on the node named after it."""
    if name != "opensearch":
        return f"{name}:{place}"
    digest = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return f"opensearch://{NODES}/{RUN}-{digest}-{place.name.lower()}{SETTINGS}"


def discard(url: str) -> None:
    """Take an index off the node, for which hundreds would be too many; folders may stay."""
    if url.startswith("opensearch:"):
        take_away(url.rpartition("/")[2].partition("?")[0])


def take_away(names: str) -> None:
    """Delete the indexes behind names of the node, given as a pattern."""
    from opensearchpy import OpenSearch

    host, _, port = NODE.partition(":")
    with OpenSearch(hosts=[{"host": host, "port": int(port)}]) as client:
        for index in client.indices.get_alias(index=f"{names}.*"):
            client.indices.delete(index=index)
