"""Times queries: each system answers in a process of its own, all take turns.

Each query is asked once with nothing of it cached (first), then again (warm).
`python -m bench.latency SYSTEM FOLDER` is such a process: it reads lines of queries as JSON and
answers each with the time and total of every query.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.index_build import last_line
from bench.measurements import Latency
from bench.peers import TOP, Search
from bench.queries import Query, QueryKind, from_json, to_json
from bench.systems import load

WARM_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over a list of queries."""

    milliseconds: list[float]
    totals: list[int]


class SearchProcess:
    """A system with its index open in another process."""

    def __init__(self, system: str, folder: Path) -> None:
        command = [sys.executable, "-m", "bench.latency", system, str(folder)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def ask(self, queries: list[Query]) -> Round:
        """Run the queries once, in order; ChildProcessError if the process fails."""
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        try:
            print(to_json(queries), file=self.process.stdin, flush=True)
            return Round(**json.loads(self.process.stdout.readline()))
        except (BrokenPipeError, json.JSONDecodeError) as error:
            raise ChildProcessError(last_line(self.process.stderr.read())) from error

    def __enter__(self) -> SearchProcess:
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self.process.kill()
        self.process.communicate()


class SearchProcesses:
    """The systems that still answer; one that fails is dropped, `errors` says why."""

    def __init__(self, processes: dict[str, SearchProcess]) -> None:
        self.processes = processes
        self.errors: dict[str, str] = {}

    def ask(self, queries: list[Query], turn: int = 0) -> dict[str, Round]:
        """One round for each system; the turn decides which one begins."""
        names = list(self.processes)
        begin = turn % max(1, len(names))
        rounds = {}
        for name in names[begin:] + names[:begin]:
            try:
                rounds[name] = self.processes[name].ask(queries)
            except ChildProcessError as error:
                self.errors[name] = str(error)
                del self.processes[name]
        return rounds


def measure_latencies(
    processes: SearchProcesses, measured: list[Query], warm_up: list[Query]
) -> dict[str, dict[str, Latency]]:
    """The latencies of each system by kind of query; the warm-up shares no query with them."""
    processes.ask(warm_up)
    by_kind = {
        kind: measure_kind(processes, [query for query in measured if query.kind is kind])
        for kind in QueryKind
    }
    return {
        name: {kind: latencies[name] for kind, latencies in by_kind.items()}
        for name in processes.processes
    }


def measure_kind(processes: SearchProcesses, queries: list[Query]) -> dict[str, Latency]:
    """The latencies of each system for queries of one kind."""
    first, *again = [processes.ask(queries, turn) for turn in range(1 + WARM_ROUNDS)]
    return {
        name: latency_of(first[name], [rounds[name] for rounds in again])
        for name in processes.processes
    }


def latency_of(first: Round, again: list[Round]) -> Latency:
    """The first time of each query, and the median of its repetitions."""
    repeated = zip(*(one.milliseconds for one in again), strict=True)
    return Latency(tuple(first.milliseconds), tuple(map(median, repeated)), tuple(first.totals))


def timed(search: Search, queries: list[Query]) -> dict[str, list[float] | list[int]]:
    """The fields of a Round, measured in this process."""
    milliseconds, totals = [], []
    for query in queries:
        start = time.perf_counter()
        answer = search(query, TOP)
        milliseconds.append((time.perf_counter() - start) * 1000)
        totals.append(answer.total)
    return {"milliseconds": milliseconds, "totals": totals}


def main(system: str, folder: str) -> None:
    """Answer lines of queries until standard input ends."""
    with load(system).open(Path(folder)) as search:
        for line in sys.stdin:
            print(json.dumps(timed(search, from_json(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
