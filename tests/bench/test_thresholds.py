"""Figures against goals."""

from __future__ import annotations

import pytest

from bench.measurements import Build, ColdStart, Corpus, Engine, Latency, Run, percentile_95
from bench.queries import Kind
from bench.systems import OPENSEARCH, OURS, OURS_ON_OPENSEARCH, SQLITE, TANTIVY
from bench.thresholds import Goal, disagreements, goals

MB = 1_000_000
CORPUS = Corpus(articles=1000, text_bytes=100 * MB)


def engine(seconds: float, milliseconds: float, found: int = 100) -> Engine:
    build = Build(
        CORPUS, seconds, 120 * MB, peak_process=300 * MB, peak_tree=450 * MB, peak_held=360 * MB
    )
    return Engine(build, {kind: Latency((milliseconds,), (found,)) for kind in Kind})


RUN = Run(
    {
        OURS: engine(20, 2.5),
        TANTIVY: engine(10, 1),
        SQLITE: engine(5, 2),
        OURS_ON_OPENSEARCH: engine(40, 9),
        OPENSEARCH: engine(30, 9),
    },
    smaller_build=Build(
        CORPUS, 5, 40 * MB, peak_process=100 * MB, peak_tree=440 * MB, peak_held=320 * MB
    ),
    cold_start=ColdStart((90, 100, 400), (30, 25, 20)),
)


@pytest.mark.parametrize(
    ("name", "figure", "verdict"),
    [
        ("indexing rate / raw tantivy", 0.5, "MISS"),
        ("peak memory of indexing, MB", 450, "pass"),
        ("memory held / at a third of the corpus", 360 / 320, "pass"),
        ("index size / text", 1.2, "pass"),
        ("loading rate / raw opensearch", 0.75, "pass"),
        ("one word: median / raw-tantivy", 2.5, "pass"),
        ("one word: median / sqlite-fts5", 1.25, "MISS"),
        ("cold `onrecord search` / its imports", 4.0, "pass"),
    ],
)
def test_goals(name: str, figure: float, verdict: str) -> None:
    (goal,) = (goal for goal in goals(RUN) if goal.name == name)
    assert goal.figure == pytest.approx(figure)
    assert goal.verdict == verdict


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    run = Run({OURS: Engine(error="no such command"), TANTIVY: engine(10, 1)})
    assert {goal.verdict for goal in goals(run)} == {"not measured"}
    assert len(goals(run)) == len(goals(RUN))


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("", 3.0, 3.0), True),
        (Goal("", 3.1, 3.0), False),
        (Goal("", 0.6, 0.6, at_least=True), True),
        (Goal("", 0.5, 0.6, at_least=True), False),
        (Goal("", None, 1.0), None),
    ],
)
def test_a_bound_itself_is_met(goal: Goal, met: bool | None) -> None:
    assert goal.met is met


@pytest.mark.parametrize(("found", "differ"), [(100, 0), (102, 0), (98, 0), (103, 3), (90, 3)])
def test_counts_of_phrases_that_differ_are_named(found: int, differ: int) -> None:
    engines = {TANTIVY: engine(1, 1), SQLITE: engine(1, 1, found)}
    assert len(disagreements(engines, TANTIVY)) == differ


@pytest.mark.parametrize(
    ("values", "expected"), [([7.0], 7.0), ([1.0, 2.0], 1.95), (list(range(101)), 95.0)]
)
def test_percentile_95(values: list[float], expected: float) -> None:
    assert percentile_95(values) == pytest.approx(expected)
