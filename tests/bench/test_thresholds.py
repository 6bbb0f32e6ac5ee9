"""Figures against goals."""

from __future__ import annotations

import pytest

from bench.measurements import Build, ColdStart, CorpusSize, Latency, Run, SystemResult
from bench.queries import QueryKind
from bench.systems import OPENSEARCH, OURS, OURS_ON_OPENSEARCH, SQLITE, TANTIVY
from bench.thresholds import Goal, disagreements, goals

MB = 1_000_000
CORPUS = CorpusSize(articles=1000, text_bytes=100 * MB)


def result(seconds: float, first: float, found: int = 100) -> SystemResult:
    build = Build(
        CORPUS, seconds, 120 * MB, peak_rss=300 * MB, peak_pss=450 * MB, peak_anonymous=360 * MB
    )
    latency = Latency((first, 1000 * first), (1.0, 5.0), (found, 0))  # the second finds nothing
    return SystemResult(build, dict.fromkeys(QueryKind, latency))


RUN = Run(
    {
        OURS: result(20, 2.5),
        TANTIVY: result(10, 1),
        SQLITE: result(5, 2),
        OURS_ON_OPENSEARCH: result(40, 9),
        OPENSEARCH: result(30, 9),
    },
    smaller_build=Build(
        CORPUS, 5, 40 * MB, peak_rss=100 * MB, peak_pss=440 * MB, peak_anonymous=320 * MB
    ),
    cold_start=ColdStart((90, 100, 400), (30, 25, 20)),
)


@pytest.mark.parametrize(
    ("name", "figure", "verdict"),
    [
        ("indexing rate / raw-tantivy", 0.5, "MISS"),
        ("peak memory of indexing, MB", 450, "pass"),
        ("anonymous memory / at a third of the corpus", 360 / 320, "pass"),
        ("index size / text", 1.2, "pass"),
        ("indexing rate / raw-opensearch", 0.75, "pass"),
        ("one word: median / raw-tantivy", 2.5, "pass"),
        ("one word: median / sqlite-fts5", 1.25, "MISS"),
        ("cold `onrecord search` / its imports", 4.0, "pass"),
    ],
)
def test_goals(name: str, figure: float, verdict: str) -> None:
    [goal] = (goal for goal in goals(RUN) if goal.name == name)
    assert goal.figure == pytest.approx(figure)
    assert goal.verdict == verdict


def test_searches_are_judged_by_the_first_time_and_show_the_repeated_too() -> None:
    searches = [goal for goal in goals(RUN) if ": median / " in goal.name]
    assert len(searches) == 2 * len(QueryKind)
    assert {goal.warm for goal in searches} == {1.0}
    assert {goal.figure for goal in searches} == {2.5, 1.25}


def test_a_peer_that_finds_nothing_is_no_measure() -> None:
    run = Run({OURS: result(1, 1), TANTIVY: result(1, 1, found=0)})
    [goal] = (goal for goal in goals(run) if goal.name == "one word: median / raw-tantivy")
    assert (goal.figure, goal.warm) == (None, None)


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    run = Run({OURS: SystemResult(error="no such command"), TANTIVY: result(10, 1)})
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
    systems = {TANTIVY: result(1, 1), SQLITE: result(1, 1, found)}
    assert len(disagreements(systems, TANTIVY)) == differ
