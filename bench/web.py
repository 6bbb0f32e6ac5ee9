"""Measures pages and API under load, beside Datasette over the same articles in the same run.

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
from bench.latency import SearchProcess
from bench.load_generator import Load, LoadTest, measure_load
from bench.queries import Query, QueryKind, draw_queries
from bench.report import goal_table, machine, table
from bench.speed import QUERY_SEED, WARM_UP_SEED, Config, prepare_corpus
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
    """Loads by site, kind and connections; medians of the search function; the long load."""

    by_kind: dict[str, dict[str, dict[int, Load]]]
    mixed: dict[str, dict[int, Load]]
    search_ms: dict[str, float]
    long: Load


def run(config: Config, seconds: float, long_seconds: float) -> WebRun:
    """Measure one server after the other with the same queries."""
    tested = sites(config.folder(OURS), config.out / f"{DATABASE}.db")
    queries = draw_queries(config.articles, QUERY_SEED)
    loads = {site.name: measure_site(site, config, queries, seconds) for site in tested}
    search_ms = measure_search(config, queries)
    long = measure_long(next(site for site in tested if site.name == API), queries, long_seconds)
    return WebRun(
        {name: by_kind for name, (by_kind, _) in loads.items()},
        {name: mixed for name, (_, mixed) in loads.items()},
        search_ms,
        long,
    )


def measure_site(
    site: Site, config: Config, queries: list[Query], seconds: float
) -> tuple[dict[str, dict[int, Load]], dict[int, Load]]:
    """Measure a site by kind of query, and with all kinds mixed."""
    click.echo(f"requesting {site.name} …", err=True)
    warm_up = [site.path(query) for query in draw_queries(config.articles, WARM_UP_SEED)]
    with running(site.command) as port:
        check_that_it_searches(site, port)
        measure_load(LoadTest(port, tuple(warm_up), 4, seconds))

        def loads(requested: list[Query]) -> dict[int, Load]:
            paths = tuple(map(site.path, requested))
            return {n: measure_load(LoadTest(port, paths, n, seconds)) for n in CONNECTIONS}

        by_kind = {str(kind): loads([q for q in queries if q.kind is kind]) for kind in QueryKind}
        return by_kind, loads(mixed(queries))


def mixed(queries: list[Query]) -> list[Query]:
    """The queries with their kinds in turn."""
    by_kind = [[query for query in queries if query.kind is kind] for kind in QueryKind]
    return list(chain.from_iterable(zip(*by_kind, strict=False)))


def measure_search(config: Config, queries: list[Query]) -> dict[str, float]:
    """The warm median of the search function for each kind, and for all mixed.

    Under load, too, every query is repeated.
    """
    with SearchProcess(OURS, config.folder(OURS)) as process:
        process.ask(draw_queries(config.articles, WARM_UP_SEED))
        process.ask(queries)
        by_kind = {kind: process.ask([q for q in queries if q.kind is kind]) for kind in QueryKind}
        every = process.ask(mixed(queries))
    known = {str(kind): median(one.milliseconds) for kind, one in by_kind.items()}
    return known | {"mixed": median(every.milliseconds)}


def measure_long(site: Site, queries: list[Query], seconds: float) -> Load:
    """Measure a site with the most connections for a long time."""
    click.echo(f"requesting {site.name} for {seconds:g} s …", err=True)
    with running(site.command) as port:
        paths = tuple(map(site.path, mixed(queries)))
        return measure_load(LoadTest(port, paths, max(CONNECTIONS), seconds))


def goals(run: WebRun) -> list[Goal]:
    """Every goal with its figure from this run."""
    alone = run.mixed[API][1].percentiles[P50]
    ahead = [
        Goal(f"{kind}, {count} connections: p95 / Datasette", _p95_ratio(run, kind, count), 1.0)
        for kind in QueryKind
        for count in CONNECTIONS
    ]
    return [
        Goal(
            "API p50 / search function, mixed", ratio(alone, run.search_ms["mixed"]), API_TO_SEARCH
        ),
        Goal(
            f"errors in {run.long.seconds:.0f} s of {run.long.connections} connections",
            float(len(run.long.errors)),
            0.0,
        ),
        *ahead,
    ]


def _p95_ratio(run: WebRun, kind: QueryKind, count: int) -> float | None:
    ours, theirs = (run.by_kind[name][kind][count] for name in (API, DATASETTE))
    if theirs.errors or not theirs.milliseconds:
        return None
    return ratio(ours.percentiles[P95], theirs.percentiles[P95])


def to_markdown(run: WebRun) -> str:
    """The tables of a run."""
    headings = ("", *(f"{n} connection{'s' if n > 1 else ''}" for n in CONNECTIONS))
    loads = [
        (name, *(_load_cell(load) for load in by_count.values()))
        for name, by_count in run.mixed.items()
    ]
    kinds = [
        (f"{kind}, {name}", *(_load_cell(load) for load in run.by_kind[name][kind].values()))
        for kind in QueryKind
        for name in run.by_kind
    ]
    long = run.long
    return "\n\n".join(
        [
            "Requests per second: p50 / p95 / p99 in milliseconds, all kinds of query in turn:",
            table(headings, loads),
            "By kind of query:",
            table(headings, kinds),
            "The search function itself, warm median in milliseconds: "
            + ", ".join(f"{kind} {ms:.2f}" for kind, ms in run.search_ms.items()),
            f"API, {long.connections} connections for {long.seconds:.0f} s: {_load_cell(long)}, "
            f"{len(long.errors)} errors",
            goal_table(goals(run)),
        ]
    )


def _load_cell(load: Load) -> str:
    times = " / ".join(f"{ms:.1f}" for ms in load.percentiles)
    failed = f", {len(load.errors)} errors" if load.errors else ""
    return f"{load.per_second:,.0f}: {times}{failed}"


@click.command()
@click.option("--size", default=30_000, show_default=True, help="Articles.")
@click.option("--seconds", default=3.0, show_default=True, help="Of each load.")
@click.option("--long", "long_seconds", default=60.0, show_default=True, help="Of the last load.")
@click.option(
    "--out",
    default="bench/out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for corpus, indexes and web.json.",
)
def main(size: int, seconds: float, long_seconds: float, out: Path) -> None:
    """Measure pages and API beside Datasette on a generated corpus."""
    config = Config(out, size, 1)
    size_of_corpus = prepare_corpus(config)
    click.echo("indexing …", err=True)
    if not config.folder(OURS).exists():
        measure_build(OURS, config.articles, size_of_corpus, config.folder(OURS))
    database = out / f"{DATABASE}.db"
    build_database(config.articles, database)
    inspect_database(database)
    result = run(config, seconds, long_seconds)
    data = {
        "machine": machine(),
        "run": asdict(result),
        "goals": [asdict(g) for g in goals(result)],
    }
    (out / "web.json").write_text(json.dumps(data), "utf-8")
    click.echo(to_markdown(result))


if __name__ == "__main__":
    main()
