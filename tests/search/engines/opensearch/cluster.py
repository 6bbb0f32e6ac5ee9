"""A cluster of three nodes, and articles to fill it with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.article import Article
from tests.corpus import article
from tests.opensearch_node.fetching import fetched
from tests.opensearch_node.node import Node, free_ports

NODES = 3
SECONDS = 180.0
PAUSE = 0.2


@dataclass(frozen=True)
class Cluster:
    """Three processes, any of which may be killed and started again."""

    nodes: tuple[Node, ...]

    def url(self, name: str) -> str:
        addresses = ",".join(node.address for node in self.nodes)
        return f"opensearch://{addresses}/{name}?shards=3&replicas=1"

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


def numbered(count: int) -> list[Article]:
    """Articles told apart by a word of their own, dated over some days, many tied in score."""
    days = [date(2024, 3, day) for day in range(1, 29)]
    return [
        article(
            f"{number:05d}",
            f"Report {number}",
            f"The number{number} of the day. " + "Peace, they said. " * (number % 4),
            date=days[number % len(days)] if number % 5 else None,
            outlet=("The Daily Example", "Example Review")[number % 2],
        )
        for number in range(count)
    ]
