"""Formats a run as Markdown tables, and as one JSON object."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from statistics import median

from bench.measurements import Build, Run, SystemResult, percentile_95
from bench.queries import QueryKind
from bench.systems import SQLITE, TANTIVY
from bench.thresholds import Goal, disagreements, goals, ratio

PACKAGES = ("onrecord", "tantivy", "whoosh3", "opensearch-py", "nltk", "click")
BUILD_HEADINGS = ("system", "articles", "s", "articles/s", "MB/s", "index/text", "peak MB")
GOAL_HEADINGS = ("goal", "figure", "bound", "", "warm")
# Latency fields and what the tables say of them.
PASSES = {
    "first": "Each query asked for the first time, by which the goals are judged",
    "warm": "The same queries again",
}


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others figures."""
    rule = ["---", *("---:" for _ in headings[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (headings, rule, *rows))


def to_markdown(run: Run) -> str:
    """The tables of a run, with remarks."""
    builds = [(name, found.build) for name, found in run.systems.items() if found.build]
    parts = [
        table(BUILD_HEADINGS, (build_row(*item) for item in builds)) if builds else "",
        "Milliseconds, median / 95th percentile, top 10 with snippets and the exact count:",
        *(latency_table(run, field, title) for field, title in PASSES.items()),
        cold_start_line(run),
        goal_table(goals(run)),
        "\n".join(remarks(run)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def build_row(name: str, build: Build) -> tuple[str, ...]:
    return (
        name,
        f"{build.corpus.articles:,}",
        f"{build.seconds:.1f}",
        f"{build.articles_per_second:,.0f}",
        f"{build.megabytes_per_second:.1f}",
        f"{build.index_per_text:.2f}" if build.index_bytes else "–",  # on a server
        f"{build.peak_megabytes:.0f}",
    )


def latency_table(run: Run, field: str, title: str) -> str:
    """The latencies of every system: a row each, a column for each kind of query."""
    cells = {name: summaries(result, field) for name, result in run.systems.items()}
    rows = (
        (name, *(latency_cell(known.get(k)) for k in QueryKind)) for name, known in cells.items()
    )
    return f"{title}:\n\n" + table(("system", *QueryKind), rows)


def latency_cell(summary: Mapping[str, float] | None) -> str:
    return f"{summary['median_ms']:.2f} / {summary['p95_ms']:.2f}" if summary else "–"


def summaries(result: SystemResult, field: str) -> dict[str, dict[str, float]]:
    """Median and 95th percentile by kind of query, of `first` or `warm`."""
    times = {kind: getattr(latency, field) for kind, latency in result.latencies.items()}
    return {
        kind: {"median_ms": median(known), "p95_ms": percentile_95(known)}
        for kind, known in times.items()
    }


def cold_start_line(run: Run) -> str:
    if not run.cold_start:
        return ""
    search, imports = run.cold_start.search_ms, run.cold_start.imports_ms
    return (
        f"Cold start: `onrecord search` {median(search):.0f} ms (best {min(search):.0f}), "
        f"`import click, tantivy` {median(imports):.0f} ms (best {min(imports):.0f})."
    )


def goal_table(found: Iterable[Goal]) -> str:
    """Each goal with figure, bound and verdict; for searches also the ratio of warm queries."""
    return table(GOAL_HEADINGS, map(goal_row, found))


def goal_row(goal: Goal) -> tuple[str, ...]:
    bound = f"{'≥' if goal.at_least else '≤'} {goal.bound:g}"
    return goal.name, _number(goal.figure), bound, goal.verdict, _number(goal.warm, "")


def _number(figure: float | None, missing: str = "–") -> str:
    return missing if figure is None else f"{figure:.2f}"


def remarks(run: Run) -> list[str]:
    """Failures, and systems that count differently."""
    failed = [f"- {name} failed: {r.error}" for name, r in run.systems.items() if r.error]
    comparable = {name: r for name, r in run.systems.items() if has_same_corpus(run, name)}
    return failed + [f"- counts differ: {text}" for text in disagreements(comparable, TANTIVY)]


def has_same_corpus(run: Run, name: str) -> bool:
    """Whether a system indexed what raw tantivy indexed."""
    build, reference = run.systems[name].build, run.systems.get(TANTIVY)
    return bool(build and reference and reference.build and build.corpus == reference.build.corpus)


def to_json(run: Run) -> dict[str, object]:
    """The run with versions, machine, ratios to the peers, and goals."""
    return {
        "machine": machine(),
        "versions": versions(),
        "run": asdict(run),
        "latency": {
            name: {field: summaries(result, field) for field in PASSES}
            for name, result in run.systems.items()
        },
        "ratios": {
            peer: {field: ratios_to(run, peer, field) for field in PASSES}
            for peer in (TANTIVY, SQLITE)
        },
        "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in goals(run)],
        "remarks": remarks(run),
    }


def ratios_to(run: Run, peer: str, field: str) -> dict[str, dict[str, float | None]]:
    """Each system's medians by this peer's, where both searched the same corpus."""
    known = summaries(run.systems[peer], field) if peer in run.systems else {}
    return {
        name: {
            kind: ratio(found["median_ms"], known.get(kind, {}).get("median_ms"))
            for kind, found in summaries(result, field).items()
        }
        for name, result in run.systems.items()
        if has_same_corpus(run, name)
    }


def machine() -> dict[str, object]:
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "platform": platform.platform()}


def versions() -> dict[str, str | None]:
    """The version of everything measured, None where it is not installed."""
    own = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return own | {name: version_of(name) for name in PACKAGES}


def version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
