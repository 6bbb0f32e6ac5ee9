"""Queries asked for the first time and again, in processes that take turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import systems
from bench.latency import (
    WARM_ROUNDS,
    Round,
    SearchProcess,
    SearchProcesses,
    latency_of,
    measure_latencies,
    timed,
)
from bench.measurements import Latency
from bench.peers import TOP, Answer
from bench.queries import Query, QueryKind

NOON = Query(QueryKind.WORD, ("noon",))


class Recorder(SearchProcess):
    """Notes each round, and takes a millisecond longer for each query in each round."""

    def __init__(self, name: str, log: list[str], fails_in: int = 99) -> None:
        self.name, self.log, self.fails_in = name, log, fails_in
        self.rounds = 0

    def ask(self, queries: list[Query]) -> Round:
        self.rounds += 1
        if self.rounds == self.fails_in:
            raise ChildProcessError("disk full")
        self.log.append(self.name + "".join(query.words[0][0] for query in queries))
        return Round([float(self.rounds)] * len(queries), [7] * len(queries))


def test_the_first_round_stands_alone_and_the_others_by_their_median() -> None:
    again = [Round([1.0, 5.0], [3, 4]), Round([3.0, 4.0], [3, 4])]
    assert latency_of(Round([9.0, 8.0], [3, 4]), again) == Latency((9.0, 8.0), (2.0, 4.5), (3, 4))


def test_each_query_is_asked_once_before_it_is_repeated() -> None:
    log: list[str] = []
    processes = SearchProcesses({"a": Recorder("a", log), "b": Recorder("b", log)})
    found = measure_latencies(processes, [NOON], [Query(QueryKind.WORD, ("warm-up",))])
    assert log[:2] == ["aw", "bw"]
    asked = [entry for entry in log[2:] if entry.endswith("n")]
    assert asked == ["an", "bn", "bn", "an", "an", "bn"]  # nobody always first
    assert len(asked) == 2 * (1 + WARM_ROUNDS)
    latency = found["a"][QueryKind.WORD]
    assert latency.warm[0] - latency.first[0] == 1.5
    assert latency.totals == (7,)


def test_a_process_that_fails_is_dropped_and_the_others_go_on() -> None:
    log: list[str] = []
    processes = SearchProcesses({"a": Recorder("a", log, fails_in=2), "b": Recorder("b", log)})
    assert list(measure_latencies(processes, [NOON], [NOON])) == ["b"]
    assert processes.errors == {"a": "disk full"}


def test_a_process_that_cannot_open_its_index_says_why(tmp_path: Path) -> None:
    with SearchProcess(systems.SQLITE, tmp_path) as empty:
        processes = SearchProcesses({systems.SQLITE: empty})
        assert processes.ask([NOON]) == {}
    assert "no such table" in processes.errors[systems.SQLITE]
    assert processes.ask([]) == {}


def test_every_query_is_timed_with_its_total() -> None:
    limits = []

    def search(query: Query, limit: int) -> Answer:
        limits.append(limit)
        return Answer(len(query.words), [])

    found = timed(search, [NOON, Query(QueryKind.TWO_WORDS, ("a", "b"))])
    assert (found["totals"], limits) == ([1, 2], [TOP, TOP])
    assert all(0 < ms < 1000 for ms in found["milliseconds"])


@pytest.mark.parametrize("turn", [0, 3])
def test_without_processes_there_are_no_rounds(turn: int) -> None:
    assert SearchProcesses({}).ask([NOON], turn) == {}
