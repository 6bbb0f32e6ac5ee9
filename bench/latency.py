"""Times queries, each engine in a process of its own, all engines taking turns.

`python -m bench.latency NAME FOLDER` is such a process: it reads lines of queries as JSON and
answers each line with what they took.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.index_build import last_line
from bench.measurements import Latency
from bench.peers import TOP, Search
from bench.queries import Kind, Query, from_json, to_json
from bench.systems import load

if TYPE_CHECKING:
    from types import TracebackType

ROUNDS = 3


class Server:
    """An engine with its index open in another process."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, "-m", "bench.latency", name, str(folder)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def ask(self, queries: list[Query]) -> Latency:
        """Runs the queries once, in order; ChildProcessError when the process cannot."""
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        try:
            print(to_json(queries), file=self.process.stdin, flush=True)
            told = json.loads(self.process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError) as error:
            raise ChildProcessError(last_line(self.process.stderr.read())) from error
        return Latency(tuple(told["milliseconds"]), tuple(told["totals"]))

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()


class Running:
    """The engines that answer; one that fails leaves, and `errors` tells why."""

    def __init__(self, servers: dict[str, Server]) -> None:
        self.servers = servers
        self.errors: dict[str, str] = {}

    def ask(self, queries: list[Query], first: int = 0) -> dict[str, Latency]:
        """One turn for each engine, beginning with the engine of this number."""
        names = list(self.servers)
        at = first % max(1, len(names))
        told = {name: self.attempt(name, queries) for name in names[at:] + names[:at]}
        return {name: latency for name, latency in told.items() if latency}

    def attempt(self, name: str, queries: list[Query]) -> Latency | None:
        """The engine's turn."""
        try:
            return self.servers[name].ask(queries)
        except ChildProcessError as error:
            self.errors[name] = str(error)
            del self.servers[name]
            return None


def measure_latencies(
    running: Running, measured: list[Query], warm_up: list[Query]
) -> dict[str, dict[str, Latency]]:
    """Every kind on every engine, by name; the warm-up is with other queries than are measured."""
    running.ask(warm_up)
    by_kind = {
        kind: kind_latencies(running, [query for query in measured if query.kind == kind])
        for kind in Kind
    }
    return {name: {kind: told[name] for kind, told in by_kind.items()} for name in running.servers}


def kind_latencies(running: Running, queries: list[Query]) -> dict[str, Latency]:
    """One kind of query in several rounds, nobody always first."""
    rounds = [running.ask(queries, first=turn) for turn in range(ROUNDS)]
    return {name: middle([told[name] for told in rounds]) for name in running.servers}


def middle(rounds: list[Latency]) -> Latency:
    """Of each query, the median over the rounds."""
    columns = zip(*(told.milliseconds for told in rounds), strict=True)
    return Latency(tuple(map(median, columns)), rounds[0].totals)


def answered(search: Search, queries: list[Query]) -> dict[str, list[float] | list[int]]:
    """What each query took and found, in this process."""
    milliseconds, totals = [], []
    for query in queries:
        start = time.perf_counter()
        answer = search(query, TOP)
        milliseconds.append((time.perf_counter() - start) * 1000)
        totals.append(answer.total)
    return {"milliseconds": milliseconds, "totals": totals}


def main(name: str, folder: str) -> None:
    """Answers lines of queries until standard input ends."""
    with load(name).open(Path(folder)) as search:
        for line in sys.stdin:
            print(json.dumps(answered(search, from_json(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
