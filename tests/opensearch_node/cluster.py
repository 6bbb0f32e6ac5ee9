"""A cluster of three nodes, a process each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.opensearch_node.fetching import fetched
from tests.opensearch_node.node import Node, free_ports

NODES = 3
SPREAD = "shards=3&replicas=1"  # how an index lies on it
SECONDS = 180.0
PAUSE = 0.2


@dataclass(frozen=True)
class Cluster:
    """Three processes, any of which may be killed and started again."""

    nodes: tuple[Node, ...]

    @property
    def addresses(self) -> str:
        return ",".join(node.address for node in self.nodes)

    def url(self, name: str) -> str:
        return f"opensearch://{self.addresses}/{name}?{SPREAD}"

    def wait_for_green(self, nodes: int) -> None:
        """Return when so many nodes hold every copy of every shard."""
        until(lambda: any(_is_whole(node, nodes) for node in self.nodes))


def _is_whole(node: Node, nodes: int) -> bool:
    health = node.health()
    return bool(health and (health["number_of_nodes"], health["status"]) == (nodes, "green"))


def until(is_so: Callable[[], bool]) -> None:
    """Return when it is so; TimeoutError if it does not come to be."""
    end = time.monotonic() + SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the cluster did not get there")
        time.sleep(PAUSE)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A cluster that ends with the block."""
    distribution = fetched()
    ports = free_ports(NODES)
    nodes = tuple(Node(distribution, folder / f"n{port}", port, ports) for port in ports)
    try:
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait(len(nodes))
        yield Cluster(nodes)
    finally:
        for node in nodes:
            node.kill()
