"""A run as Markdown tables for people and one JSON object for machines."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import TYPE_CHECKING

from bench.queries import Kind
from bench.systems import SQLITE, TANTIVY
from bench.thresholds import Goal, disagreements, goals, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.measurements import Build, Engine, Latency, Run

PACKAGES = ("onrecord", "tantivy", "whoosh3", "opensearch-py", "nltk", "click")
BUILD_HEADINGS = ("engine", "articles", "s", "articles/s", "MB/s", "index/text", "peak MB")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others figures."""
    rule = ["---", *("---:" for _ in headings[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (headings, rule, *rows))


def to_markdown(run: Run) -> str:
    """All of a run, one table after another."""
    parts = [
        table(BUILD_HEADINGS, map(build_row, *zip(*builds(run), strict=True)))
        if builds(run)
        else "",
        "Milliseconds, median / 95th percentile, top 10 with snippets and the exact count:",
        table(("engine", *Kind), (latency_row(name, one) for name, one in run.engines.items())),
        cold_line(run),
        table(("goal", "figure", "bound", ""), map(goal_row, goals(run))),
        "\n".join(remarks(run)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def builds(run: Run) -> list[tuple[str, Build]]:
    """What was built, by name."""
    return [(name, engine.build) for name, engine in run.engines.items() if engine.build]


def build_row(name: str, build: Build) -> tuple[str, ...]:
    """One engine's indexing."""
    return (
        name,
        f"{build.corpus.articles:,}",
        f"{build.seconds:.1f}",
        f"{build.articles_per_second:,.0f}",
        f"{build.megabytes_per_second:.1f}",
        f"{build.index_per_text:.2f}" if build.index_bytes else "–",  # on a server
        f"{build.peak_megabytes:.0f}",
    )


def latency_row(name: str, engine: Engine) -> tuple[str, ...]:
    """One engine's answers, a cell for each kind of query."""
    return name, *(latency_cell(engine.latencies.get(kind)) for kind in Kind)


def latency_cell(latency: Latency | None) -> str:
    """Median and 95th percentile, or a dash."""
    return f"{latency.median_ms:.2f} / {latency.p95_ms:.2f}" if latency else "–"


def cold_line(run: Run) -> str:
    """The start from cold in a sentence."""
    if not run.cold_start:
        return ""
    search, imports = run.cold_start.search_ms, run.cold_start.imports_ms
    return (
        f"From cold: `onrecord search` {median(search):.0f} ms (best {min(search):.0f}), "
        f"`import click, tantivy` {median(imports):.0f} ms (best {min(imports):.0f})."
    )


def goal_row(goal: Goal) -> tuple[str, ...]:
    """One goal and its verdict."""
    figure = "–" if goal.figure is None else f"{goal.figure:.2f}"
    return goal.name, figure, f"{'≥' if goal.at_least else '≤'} {goal.bound:g}", goal.verdict


def remarks(run: Run) -> list[str]:
    """What failed, and where the engines do not count the same."""
    failed = [f"- {name} failed: {e.error}" for name, e in run.engines.items() if e.error]
    large = {name: engine for name, engine in run.engines.items() if same_corpus(run, name)}
    return failed + [f"- counts differ: {text}" for text in disagreements(large, TANTIVY)]


def same_corpus(run: Run, name: str) -> bool:
    """True of engines that indexed what the raw bindings indexed."""
    mine, reference = run.engines[name].build, run.engines.get(TANTIVY)
    return bool(mine and reference and reference.build and mine.corpus == reference.build.corpus)


def to_json(run: Run) -> dict[str, object]:
    """The run with its versions, the machine, ratios to the peers, and goals."""
    return {
        "machine": machine(),
        "versions": versions(),
        "run": asdict(run),
        "latency": {name: summaries(engine) for name, engine in run.engines.items()},
        "ratios": {peer: ratios_to(run, peer) for peer in (TANTIVY, SQLITE)},
        "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in goals(run)],
        "remarks": remarks(run),
    }


def summaries(engine: Engine) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of each kind."""
    return {
        kind: {"median_ms": latency.median_ms, "p95_ms": latency.p95_ms}
        for kind, latency in engine.latencies.items()
    }


def ratios_to(run: Run, peer: str) -> dict[str, dict[str, float | None]]:
    """Each engine's medians by this peer's, where both searched the same corpus."""
    known = run.engines[peer].latencies if peer in run.engines else {}
    return {
        name: {
            kind: ratio(latency.median_ms, known[kind].median_ms if kind in known else None)
            for kind, latency in engine.latencies.items()
        }
        for name, engine in run.engines.items()
        if same_corpus(run, name)
    }


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "platform": platform.platform()}


def versions() -> dict[str, str | None]:
    """The versions of everything measured."""
    own = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return own | {name: version_of(name) for name in PACKAGES}


def version_of(package: str) -> str | None:
    """The version installed, None where it is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
