"""Measures the web front end under load, beside Datasette over the same articles in the same run.

`python -m bench.web` needs the group `bench` (`uv sync --group bench`) for Datasette.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from statistics import median

import click

from bench.index_build import measure_build
from bench.latency import Server
from bench.load_generator import Load, Task, measure_load
from bench.queries import Kind, Query, draw_queries
from bench.report import goal_row, machine, table
from bench.speed import QUERY_SEED, WARM_UP_SEED, Setting, prepared
from bench.systems import OURS
from bench.thresholds import Goal, ratio
from bench.web_servers import (
    API,
    DATABASE,
    DATASETTE,
    Site,
    build_database,
    check_that_it_searches,
    inspect_database,
    running,
    sites,
)

CONNECTIONS = (1, 8, 64)
API_TO_SEARCH = 2.0
P50, P95 = 0, 1


@dataclass(frozen=True, slots=True)
class WebRun:
    """Loads by site, kind and connections; the search function's times; the long load."""

    by_kind: dict[str, dict[str, dict[int, Load]]]
    mixed: dict[str, dict[int, Load]]
    search_ms: dict[str, float]
    long: Load


def run(setting: Setting, seconds: float, long_seconds: float) -> WebRun:
    """Everything: one server after the other, all asked the same queries."""
    known = sites(setting.folder(OURS), setting.out / f"{DATABASE}.db")
    queries = draw_queries(setting.articles, QUERY_SEED)
    loads = {site.name: measured(site, setting, queries, seconds) for site in known}
    search_ms = searched(setting, queries)
    long = one_long(next(site for site in known if site.name == API), queries, long_seconds)
    return WebRun(
        {name: by_kind for name, (by_kind, _) in loads.items()},
        {name: mixed for name, (_, mixed) in loads.items()},
        search_ms,
        long,
    )


def measured(
    site: Site, setting: Setting, queries: list[Query], seconds: float
) -> tuple[dict[str, dict[int, Load]], dict[int, Load]]:
    """A site's loads by kind of query, and with all kinds mixed."""
    click.echo(f"asking {site.name} …", err=True)
    warm_up = [site.path(query) for query in draw_queries(setting.articles, WARM_UP_SEED)]
    with running(site.command) as port:
        check_that_it_searches(site, port)
        measure_load(Task(port, tuple(warm_up), 4, seconds))

        def loads(asked: list[Query]) -> dict[int, Load]:
            paths = tuple(map(site.path, asked))
            return {n: measure_load(Task(port, paths, n, seconds)) for n in CONNECTIONS}

        by_kind = {str(kind): loads([q for q in queries if q.kind is kind]) for kind in Kind}
        return by_kind, loads(mixed(queries))


def mixed(queries: list[Query]) -> list[Query]:
    """One of each kind after the other."""
    by_kind = [[query for query in queries if query.kind is kind] for kind in Kind]
    return list(chain.from_iterable(zip(*by_kind, strict=False)))


def searched(setting: Setting, queries: list[Query]) -> dict[str, float]:
    """The median of the search function itself for each kind, and for all mixed."""
    with Server(OURS, setting.folder(OURS)) as server:
        server.ask(draw_queries(setting.articles, WARM_UP_SEED))
        server.ask(queries)
        by_kind = {kind: server.ask([q for q in queries if q.kind is kind]) for kind in Kind}
        every = server.ask(mixed(queries))
    known = {str(kind): told.median_ms for kind, told in by_kind.items()}
    return known | {"mixed": median(every.milliseconds)}


def one_long(site: Site, queries: list[Query], seconds: float) -> Load:
    """The most connections for a long time."""
    click.echo(f"asking {site.name} for {seconds:g} s …", err=True)
    with running(site.command) as port:
        paths = tuple(map(site.path, mixed(queries)))
        return measure_load(Task(port, paths, max(CONNECTIONS), seconds))


def goals(told: WebRun) -> list[Goal]:
    """Every goal with what this run says of it."""
    alone = told.mixed[API][1].percentiles[P50]
    ahead = [
        Goal(f"{kind}, {count} connections: p95 / Datasette", _p95_ratio(told, kind, count), 1.0)
        for kind in Kind
        for count in CONNECTIONS
    ]
    return [
        Goal(
            "API p50 / search function, mixed", ratio(alone, told.search_ms["mixed"]), API_TO_SEARCH
        ),
        Goal(
            f"errors in {told.long.seconds:.0f} s of {told.long.connections} connections",
            float(len(told.long.errors)),
            0.0,
        ),
        *ahead,
    ]


def _p95_ratio(told: WebRun, kind: Kind, count: int) -> float | None:
    ours, theirs = (told.by_kind[name][kind][count] for name in (API, DATASETTE))
    if theirs.errors or not theirs.milliseconds:
        return None
    return ratio(ours.percentiles[P95], theirs.percentiles[P95])


def to_markdown(told: WebRun) -> str:
    """A run as tables."""
    headings = ("", *(f"{n} connection{'s' if n > 1 else ''}" for n in CONNECTIONS))
    loads = [
        (name, *(_load_cell(load) for load in by_count.values()))
        for name, by_count in told.mixed.items()
    ]
    kinds = [
        (f"{kind}, {name}", *(_load_cell(load) for load in told.by_kind[name][kind].values()))
        for kind in Kind
        for name in told.by_kind
    ]
    long = told.long
    return "\n\n".join(
        [
            "Requests a second: p50 / p95 / p99 in milliseconds; all kinds of query in turn:",
            table(headings, loads),
            "By kind of query:",
            table(headings, kinds),
            "The search function itself, median in milliseconds: "
            + ", ".join(f"{kind} {ms:.2f}" for kind, ms in told.search_ms.items()),
            f"API, {long.connections} connections for {long.seconds:.0f} s: {_load_cell(long)}, "
            f"{len(long.errors)} errors",
            table(("goal", "figure", "bound", ""), map(goal_row, goals(told))),
        ]
    )


def _load_cell(load: Load) -> str:
    times = " / ".join(f"{ms:.1f}" for ms in load.percentiles)
    failed = f", {len(load.errors)} errors" if load.errors else ""
    return f"{load.per_second:,.0f}: {times}{failed}"


@click.command()
@click.option("--size", default=30_000, show_default=True, help="How many articles.")
@click.option("--seconds", default=3.0, show_default=True, help="For each kind and load.")
@click.option("--long", "long_seconds", default=60.0, show_default=True, help="For the last load.")
@click.option(
    "--out",
    default="bench/out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the corpus, the indexes and web.json go.",
)
def main(size: int, seconds: float, long_seconds: float, out: Path) -> None:
    """Measure the pages and the API beside Datasette on a made-up corpus."""
    setting = Setting(out, size, 1)
    known = prepared(setting)
    click.echo("indexing …", err=True)
    if not setting.folder(OURS).exists():
        measure_build(OURS, setting.articles, known, setting.folder(OURS))
    database = out / f"{DATABASE}.db"
    build_database(setting.articles, database)
    inspect_database(database)
    told = run(setting, seconds, long_seconds)
    data = {"machine": machine(), "run": asdict(told), "goals": [asdict(g) for g in goals(told)]}
    (out / "web.json").write_text(json.dumps(data), "utf-8")
    click.echo(to_markdown(told))


if __name__ == "__main__":
    main()
