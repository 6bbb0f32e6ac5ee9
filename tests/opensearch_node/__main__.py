"""Start a node, run a command that needs one, stop it: what `make test-opensearch` does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.opensearch_node.fetching import CannotStart, fetched
from tests.opensearch_node.node import LARGE, SMALL, Node, free_ports

TESTS = ["pytest", "-k", "opensearch"]
IF_POSSIBLE = "--if-possible"


def main(arguments: list[str]) -> int:
    """The exit code of the tests, or of the module named, run with a node; 1 if none can be had.

    A module named is there to measure. With --if-possible it is run without a node if need be.
    """
    needed, module = IF_POSSIBLE not in arguments, [a for a in arguments if a != IF_POSSIBLE]
    try:
        distribution = fetched()
        with tempfile.TemporaryDirectory(prefix="opensearch-") as folder:
            [port] = free_ports(1)
            options = LARGE if module else SMALL
            node = Node(distribution, Path(folder), port, [port], options)
            return _run_with(node, module or TESTS)
    except CannotStart as error:
        print(f"no OpenSearch here{'' if needed else ', left out'}: {error}", file=sys.stderr)
        return 1 if needed else _run(module or TESTS, dict(os.environ))


def _run_with(node: Node, module: list[str]) -> int:
    node.start()
    try:
        node.wait()
        print(f"OpenSearch {node.distribution.version} on {node.address}", flush=True)
        return _run(module, {**os.environ, "ONRECORD_TEST_OPENSEARCH": node.address})
    finally:
        node.kill()


def _run(module: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "-m", *module], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
