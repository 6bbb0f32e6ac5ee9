"""The tables and the JSON of a run: first-time and warm latencies apart."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.measurements import Build, ColdStart, CorpusSize, Latency, Run, SystemResult
from bench.queries import QueryKind
from bench.report import goal_row, table, to_json, to_markdown, version_of, versions
from bench.systems import OURS, SQLITE, TANTIVY, WHOOSH
from bench.thresholds import Goal

BUILD = Build(CorpusSize(3_000, 5_000_000), 2.0, 6_000_000, 7_000_000, 9_000_000, 1)


def result(first: float, warm: float, total: int = 100) -> SystemResult:
    times = (first,) * 20, (warm,) * 19 + (2 * warm,)
    return SystemResult(BUILD, {kind: Latency(*times, (total,) * 20) for kind in QueryKind})


SERVED = replace(BUILD, index_bytes=0, corpus=CorpusSize(1, 1))
RUN = Run(
    {
        OURS: result(4.0, 2.0),
        TANTIVY: result(2.0, 2.0),
        SQLITE: result(1.0, 1.0, total=90),
        WHOOSH: SystemResult(SERVED, error="disk full"),
    },
    cold_start=ColdStart((90, 100, 400), (30, 25, 20)),
)


@pytest.mark.parametrize(
    "line",
    [
        "| system | articles | s | articles/s | MB/s | index/text | peak MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| {OURS} | 3,000 | 2.0 | 1,500 | 2.5 | 1.20 | 9 |",
        f"| {WHOOSH} | 1 | 2.0 | 0 | 0.0 | – | 9 |",
        "Each query asked for the first time, by which the goals are judged:",
        "The same queries again:",
        f"| {OURS} |" + " 4.00 / 4.00 |" * 7,
        f"| {OURS} |" + " 2.00 / 2.10 |" * 7,
        f"| {WHOOSH} |" + " – |" * 7,
        "Cold start: `onrecord search` 100 ms (best 90), `import click, tantivy` 25 ms (best 20).",
        "| goal | figure | bound |  | warm |",
        "| one word: median / raw-tantivy | 2.00 | ≤ 3 | pass | 1.00 |",
        f"- {WHOOSH} failed: disk full",
        f"- counts differ: {SQLITE}, phrase of 3: 1800 articles, {TANTIVY} 2000",
    ],
)
def test_a_line_of_the_report(line: str) -> None:
    assert line in to_markdown(RUN).splitlines()


def test_both_tables_of_latencies_have_every_system() -> None:
    assert [to_markdown(RUN).count(f"\n| {name} | ") for name in RUN.systems] == [3, 3, 3, 3]


def test_what_is_missing_is_not_reported() -> None:
    text = to_markdown(Run({TANTIVY: SystemResult(error="gone")}))
    assert text.startswith("Milliseconds")
    assert "Cold start" not in text


@pytest.mark.parametrize(
    ("goal", "row"),
    [
        (Goal("g", 1.0, 2.0), ("g", "1.00", "≤ 2", "pass", "")),
        (Goal("g", None, 0.6, at_least=True), ("g", "–", "≥ 0.6", "not measured", "")),
        (Goal("g", 3.0, 2.0, warm=0.5), ("g", "3.00", "≤ 2", "MISS", "0.50")),
    ],
)
def test_a_row_of_a_goal(goal: Goal, row: tuple[str, ...]) -> None:
    assert goal_row(goal) == row


def test_the_json_has_both_latencies_and_ratios() -> None:
    found = json.loads(json.dumps(to_json(RUN)))
    word = {field: found["latency"][OURS][field]["one word"] for field in ("first", "warm")}
    assert word["first"] == {"median_ms": 4.0, "p95_ms": 4.0}
    assert word["warm"] == {"median_ms": 2.0, "p95_ms": pytest.approx(2.1)}
    ratios = found["ratios"][TANTIVY]
    assert [ratios[field][OURS]["one word"] for field in ("first", "warm")] == [2.0, 1.0]
    assert list(ratios["first"]) == [OURS, TANTIVY, SQLITE]  # whoosh has another corpus
    verdicts = {goal["name"]: (goal["verdict"], goal["warm"]) for goal in found["goals"]}
    assert verdicts["one word: median / sqlite-fts5"] == ("MISS", 2.0)
    assert {"machine", "versions", "run", "remarks"} < found.keys()


def test_ratios_to_a_peer_that_was_not_measured() -> None:
    found = to_json(Run({TANTIVY: RUN.systems[TANTIVY]}))
    assert found["ratios"] == {
        peer: {field: {TANTIVY: dict.fromkeys(QueryKind, own)} for field in ("first", "warm")}
        for peer, own in ((TANTIVY, 1.0), (SQLITE, None))
    }


def test_versions() -> None:
    assert versions()["tantivy"]
    assert version_of("no-such-package") is None


def test_a_table() -> None:
    assert table(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |"
