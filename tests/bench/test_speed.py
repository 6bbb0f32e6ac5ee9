"""A run from corpus to report, small; no figure is asserted, for they are the machine's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import systems
from bench.index_build import measure_build, proportional_bytes
from bench.latency import Running, Server, middle
from bench.measurements import Build, Corpus, Engine, Latency
from bench.queries import Kind, Query
from bench.speed import better, main

CORPUS = Corpus(1, 1)
QUICK, SLOW = Build(CORPUS, 1, 5, 10, 20, 8), Build(CORPUS, 2, 5, 30, 15, 9)
FAILED = Engine(error="disk full")


def test_a_run_reports_every_engine_and_goal(tmp_path: Path) -> None:
    only = ("--only", systems.TANTIVY, "--only", systems.SQLITE)
    command = ["--size", "30", "--builds", "1", "--out", str(tmp_path), *only]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    told = json.loads((tmp_path / "speed.json").read_text("utf-8"))
    assert list(told["latency"]) == [systems.TANTIVY, systems.SQLITE]
    assert all(list(kinds) == list(Kind) for kinds in told["latency"].values())
    assert {goal["verdict"] for goal in told["goals"]} == {"not measured"}
    assert told["versions"]["tantivy"]
    assert "| raw-tantivy | 30 |" in done.output


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, Engine(QUICK), Engine(QUICK)),
        (Engine(SLOW), Engine(QUICK), Engine(Build(CORPUS, 1, 5, 30, 20, 9))),
        (Engine(QUICK), Engine(SLOW), Engine(Build(CORPUS, 1, 5, 30, 20, 9))),
        (FAILED, Engine(QUICK), FAILED),
        (Engine(QUICK), FAILED, FAILED),
    ],
)
def test_the_quicker_build_counts_with_the_greater_memory(
    one: Engine | None, other: Engine, expected: Engine
) -> None:
    assert better(one, other) == expected


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match=r"missing\.jsonl"):
        measure_build(systems.SQLITE, tmp_path / "missing.jsonl", CORPUS, tmp_path / "index")


def test_an_engine_that_fails_leaves_with_its_reason(tmp_path: Path) -> None:
    with Server(systems.SQLITE, tmp_path) as empty:
        running = Running({systems.SQLITE: empty})
        assert running.ask([Query(Kind.WORD, ("noon",))]) == {}
    assert "no such table" in running.errors[systems.SQLITE]
    assert running.ask([]) == {}


def test_of_each_query_the_middle_round_counts() -> None:
    rounds = [Latency((1.0, 9.0), (3, 4)), Latency((2.0, 7.0), (3, 4)), Latency((5.0, 8.0), (3, 4))]
    assert middle(rounds) == Latency((2.0, 8.0), (3, 4))


@pytest.mark.parametrize(
    ("name", "expected"), [("Pss", 3 * 1024), ("Pss_Anon", 2 * 1024), ("Pss_Shmem", 0)]
)
def test_memory_is_the_proportional_share(name: str, expected: int) -> None:
    assert proportional_bytes("Rss: 9 kB\nPss: 3 kB\nPss_Anon: 2 kB\n", name) == expected
