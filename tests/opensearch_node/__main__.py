"""Start a node, run the tests that need it, stop it: what `make test-opensearch` does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.opensearch_node.fetching import CannotStart, fetched
from tests.opensearch_node.node import Node

PORT = 9201


def main(arguments: list[str]) -> int:
    """The exit code of pytest, run with a node; 1 if no node can be had."""
    try:
        distribution = fetched()
        with tempfile.TemporaryDirectory(prefix="opensearch-") as folder:
            return _tested(Node(distribution, Path(folder), PORT, [PORT]), arguments)
    except CannotStart as error:
        print(f"error: no OpenSearch to test on: {error}", file=sys.stderr)
        return 1


def _tested(node: Node, arguments: list[str]) -> int:
    node.start()
    try:
        node.wait()
        print(f"OpenSearch {node.distribution.version} on {node.address}", flush=True)
        command = [sys.executable, "-m", "pytest", *(arguments or ["-k", "opensearch"])]
        environment = {**os.environ, "ONRECORD_TEST_OPENSEARCH": node.address}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        node.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
