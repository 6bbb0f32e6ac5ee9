"""Requests paths of a web server over many connections at once and times each response.

`python -m bench.load_generator` is the client process: it reads a LoadTest as JSON from standard
input and writes the figures as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from bench.index_build import last_line

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 1 << 24  # bytes of a response's headers or chunk


@dataclass(frozen=True, slots=True)
class Load:
    """Response times of a server under so many connections."""

    connections: int
    seconds: float
    milliseconds: tuple[float, ...]
    errors: tuple[str, ...] = ()

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    @property
    def percentiles(self) -> tuple[float, float, float]:
        """The 50th, 95th and 99th, in milliseconds."""
        if len(self.milliseconds) < 2:
            return (self.milliseconds or (0.0,)) * 3  # type: ignore[return-value]  # of one or none
        cuts = quantiles(self.milliseconds, n=100, method="inclusive")
        return cuts[49], cuts[94], cuts[98]


@dataclass(frozen=True, slots=True)
class LoadTest:
    """These paths in turn, on so many connections, for so long."""

    port: int
    paths: tuple[str, ...]
    connections: int
    seconds: float


def measure_load(test: LoadTest) -> Load:
    """Run a load test from a client process."""
    command = [sys.executable, "-m", "bench.load_generator"]
    done = subprocess.run(
        command, input=json.dumps(asdict(test)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ChildProcessError(last_line(done.stderr))
    told = json.loads(done.stdout)
    times, errors = tuple(told["milliseconds"]), tuple(told["errors"])
    return Load(test.connections, told["seconds"], times, errors)


async def run(test: LoadTest) -> dict[str, Any]:
    """Open all connections at once, each starting at another path."""
    milliseconds: list[float] = []
    errors: list[str] = []
    started = time.perf_counter()
    ends = started + test.seconds
    step = max(1, len(test.paths) // test.connections)
    async with asyncio.TaskGroup() as group:
        for number in range(test.connections):
            paths = islice(cycle(test.paths), number * step, None)
            group.create_task(_connection(test.port, paths, ends, milliseconds, errors))
    taken = time.perf_counter() - started
    return {"seconds": taken, "milliseconds": milliseconds, "errors": errors}


async def _connection(
    port: int, paths: Iterator[str], ends: float, milliseconds: list[float], errors: list[str]
) -> None:
    """Send one request after the other until `ends`; stop at an error."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
        while time.perf_counter() < ends:
            started = time.perf_counter()
            status = await _request(reader, writer, next(paths))
            milliseconds.append((time.perf_counter() - started) * 1000)
            if status != 200:
                errors.append(f"status {status}")
        writer.close()
    except (OSError, EOFError, ValueError) as error:
        errors.append(repr(error))


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """Get a path, read the whole response, and return its status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    else:
        await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
    return int(head.split(maxsplit=2)[1])


if __name__ == "__main__":
    json.dump(asyncio.run(run(LoadTest(**json.load(sys.stdin)))), sys.stdout)
