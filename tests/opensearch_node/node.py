"""A node, or several as a cluster, that tests may fill, kill and start again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from socket import socket
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.opensearch_node.fetching import HERE, CannotStart, Distribution

TRANSPORT = 1  # a node's transport port is that of HTTP and this
PORTS = range(20_000, 30_000, 2)  # below those that the system gives to outgoing connections
SECONDS = 300.0  # that a node may take to start, on a busy machine
PAUSE = 0.25
MODULES = ("--add-modules", "jdk.incubator.vector")
# For tests: there at once, with room for others. To be measured: as it is run in earnest.
SMALL = ("-Xms512m", "-Xmx512m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Dprocessors=1")
LARGE = ("-Xms1g", "-Xmx1g", f"-Dprocessors={os.cpu_count()}")


def free_ports(count: int) -> tuple[int, ...]:
    """HTTP ports for so many nodes: nobody else of this machine listens there."""
    shuffled = random.sample(PORTS, len(PORTS))
    return tuple(islice(filter(_is_free, shuffled), count))


def _is_free(port: int) -> bool:
    try:
        with socket() as http, socket() as transport:
            http.bind(("127.0.0.1", port))
            transport.bind(("127.0.0.1", port + TRANSPORT))
    except OSError:
        return False
    return True


@dataclass
class Node:
    """One node, one process."""

    distribution: Distribution
    folder: Path
    port: int
    cluster: Sequence[int]  # the HTTP ports of all its nodes
    options: Sequence[str] = SMALL
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process; `wait` tells when it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(), stdout=log, stderr=log, env=_environment()
            )

    def _command(self) -> list[str]:
        seeds = ",".join(f"127.0.0.1:{port + TRANSPORT}" for port in self.cluster)
        names = ",".join(f"node-{port}" for port in self.cluster)
        java = [str(self.distribution.java), *MODULES, *self.options]
        main = ["-cp", f"{self.distribution.jars}/*", str(HERE / "OneNode.java")]
        ports = [str(self.port), str(self.port + TRANSPORT)]
        return [*java, *main, str(self.folder), *ports, seeds, names]

    def wait(self, nodes: int = 1) -> None:
        """Return when the node answers and sees so many nodes; CannotStart if it never does."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise CannotStart(f"the node ended with {self.process.returncode}: {self._log()}")
            if (health := self.health()) and health["number_of_nodes"] >= nodes:
                return
            time.sleep(PAUSE)
        raise CannotStart(f"the node did not start in {SECONDS:.0f} s: {self._log()}")

    def health(self) -> dict[str, Any] | None:
        """What the node says of its cluster; None while it says nothing."""
        try:
            with urlopen(f"http://{self.address}/_cluster/health", timeout=5) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except (URLError, OSError):
            return None

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _log(self) -> str:
        return (self.folder / "output.log").read_text(errors="replace")[-2000:]


def _environment() -> dict[str, str]:
    return {**os.environ, "JAVA_TOOL_OPTIONS": ""}
