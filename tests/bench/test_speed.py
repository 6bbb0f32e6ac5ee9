"""A run from corpus to report, small; no figure is asserted, for they are the machine's."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import systems
from bench.measurements import Build, CorpusSize, SystemResult
from bench.queries import QueryKind
from bench.speed import Config, better, main, process_ms

CORPUS = CorpusSize(1, 1)
QUICK, SLOW = Build(CORPUS, 1, 5, 10, 20, 8), Build(CORPUS, 2, 5, 30, 15, 9)
FAILED = SystemResult(error="disk full")


def test_a_run_reports_every_engine_and_goal(tmp_path: Path) -> None:
    only = ("--only", systems.TANTIVY, "--only", systems.SQLITE)
    command = ["--size", "30", "--builds", "1", "--out", str(tmp_path), *only]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "speed.json").read_text("utf-8"))
    assert list(found["latency"]) == [systems.TANTIVY, systems.SQLITE]
    for latency in found["latency"].values():
        assert {field: list(kinds) for field, kinds in latency.items()} == {
            "first": list(QueryKind),
            "warm": list(QueryKind),
        }
    assert {goal["verdict"] for goal in found["goals"]} == {"not measured"}
    assert found["versions"]["tantivy"]
    assert "| raw-tantivy | 30 |" in done.output


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, SystemResult(QUICK), SystemResult(QUICK)),
        (SystemResult(SLOW), SystemResult(QUICK), SystemResult(Build(CORPUS, 1, 5, 30, 20, 9))),
        (SystemResult(QUICK), SystemResult(SLOW), SystemResult(Build(CORPUS, 1, 5, 30, 20, 9))),
        (FAILED, SystemResult(QUICK), FAILED),
        (SystemResult(QUICK), FAILED, FAILED),
    ],
)
def test_the_faster_build_counts_with_the_larger_memory(
    one: SystemResult | None, other: SystemResult, expected: SystemResult
) -> None:
    assert better(one, other) == expected


def test_a_corpus_is_named_by_generator_and_size(tmp_path: Path) -> None:
    name = Config(tmp_path, 30, 1).articles.name
    assert re.fullmatch(r"corpus-[0-9a-f]{8}-1-30\.jsonl", name)
    assert Config(tmp_path, 31, 1).articles.name == name.replace("-30", "-31")


def test_a_process_is_timed_or_says_why_it_failed() -> None:
    assert 1 < process_ms([sys.executable, "-c", ""]) < 60_000
    with pytest.raises(ChildProcessError, match=r"^disk full$"):
        process_ms([sys.executable, "-c", "import sys; sys.exit('no\\ndisk full')"])
