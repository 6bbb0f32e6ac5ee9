"""Start a node, run a command that needs one, stop it: what `make test-opensearch` does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.opensearch_node import cluster
from tests.opensearch_node.fetching import CannotStart, fetched
from tests.opensearch_node.node import LARGE, SMALL, Node, free_ports

TESTS = ["pytest", "-k", "opensearch"]
IF_POSSIBLE, CLUSTER = "--if-possible", "--cluster"


def main(arguments: list[str]) -> int:
    """The exit code of the tests, or of the module named, run with a node; 1 if none can be had.

    With --cluster there are three nodes. A module named other than pytest is there to measure;
    with --if-possible it is run without a node if need be.
    """
    module = [a for a in arguments if a not in (IF_POSSIBLE, CLUSTER)] or TESTS
    starting = running_cluster() if CLUSTER in arguments else running_node(module)
    try:
        with starting as addresses:
            return run(module, {**os.environ, "ONRECORD_TEST_OPENSEARCH": addresses})
    except CannotStart as error:
        needed = IF_POSSIBLE not in arguments
        print(f"no OpenSearch here{'' if needed else ', left out'}: {error}", file=sys.stderr)
        return 1 if needed else run(module, dict(os.environ))


@contextmanager
def running_node(module: list[str]) -> Iterator[str]:
    """The address of a node that ends with the block: small for tests, else to be measured."""
    distribution = fetched()
    with tempfile.TemporaryDirectory(prefix="opensearch-") as folder:
        [port] = free_ports(1)
        options = SMALL if module[0] == "pytest" else LARGE
        node = Node(distribution, Path(folder), port, [port], options)
        node.start()
        try:
            node.wait()
            print(f"OpenSearch {distribution.version} on {node.address}", flush=True)
            yield node.address
        finally:
            node.kill()


@contextmanager
def running_cluster() -> Iterator[str]:
    """The addresses of a cluster that ends with the block."""
    with (
        tempfile.TemporaryDirectory(prefix="opensearch-") as folder,
        cluster.running(Path(folder)) as three,
    ):
        version = three.nodes[0].distribution.version
        print(f"OpenSearch {version} on {three.addresses}, a process each", flush=True)
        yield three.addresses


def run(module: list[str], environment: dict[str, str]) -> int:
    """The exit code of a Python module."""
    return subprocess.run([sys.executable, "-m", *module], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
