"""Measures onrecord beside its peers in one run: indexing, search, cold start."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import click

from bench import corpus, ours, report, systems
from bench.index_build import last_line, measure_build
from bench.latency import SearchProcess, SearchProcesses, measure_latencies
from bench.measurements import Build, ColdStart, CorpusSize, Run, SystemResult
from bench.peers import rows
from bench.queries import QueryKind, draw_queries

SEED, QUERY_SEED, WARM_UP_SEED = 1, 11, 12
SMALLER = 3  # memory is also measured at a third of the size
COLD_STARTS = 10
GENERATOR = ("corpus.py", "vocabulary.py", "sentence_patterns.py")
IMPORTS = (sys.executable, "-c", "import click, tantivy")


@dataclass(frozen=True, slots=True)
class Config:
    """A corpus of one size, and the folder for its indexes."""

    out: Path
    size: int
    builds: int

    @property
    def articles(self) -> Path:
        """The corpus file, named by a digest of its generator, so that it is never out of date."""
        sources = b"".join((Path(__file__).parent / name).read_bytes() for name in GENERATOR)
        return self.out / f"corpus-{sha256(sources).hexdigest()[:8]}-{SEED}-{self.size}.jsonl"

    def folder(self, system: str) -> Path:
        return self.out / f"index-{self.size}" / system


def prepare_corpus(config: Config) -> CorpusSize:
    """Generate the corpus unless it is there, and return its size."""
    if not config.articles.exists():
        click.echo(f"generating {config.size:,} articles …", err=True)
        config.out.mkdir(parents=True, exist_ok=True)
        corpus.write_corpus(config.articles, config.size, SEED)
    sizes = [len((row["title"] + row["text"]).encode()) for row in rows(config.articles)]
    return CorpusSize(len(sizes), sum(sizes))


def build_all(config: Config, names: list[str]) -> dict[str, SystemResult]:
    """Build every index, in turns; the fastest build counts, memory is sampled in the first."""
    size = prepare_corpus(config)
    results: dict[str, SystemResult] = {}
    for turn in range(config.builds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            click.echo(f"indexing {size.articles:,} articles with {name} …", err=True)
            built = build(name, config, size, sample_memory=turn == 0)
            results[name] = better(results.get(name), built)
    return {name: results[name] for name in names}


def build(name: str, config: Config, size: CorpusSize, *, sample_memory: bool) -> SystemResult:
    """Build one index; a failure is a result too."""
    folder = config.folder(name)
    try:
        built = measure_build(name, config.articles, size, folder, sample_memory=sample_memory)
    except ChildProcessError as error:
        return SystemResult(error=str(error))
    return SystemResult(built)


def better(one: SystemResult | None, other: SystemResult) -> SystemResult:
    """The faster of two builds with the larger memory of both; a failure wins over either."""
    if one is None or one.build is None or other.build is None:
        return one if one and one.error else other
    fastest = min(one.build, other.build, key=lambda build: build.seconds)
    return SystemResult(
        replace(
            fastest,
            peak_rss=max(one.build.peak_rss, other.build.peak_rss),
            peak_pss=max(one.build.peak_pss, other.build.peak_pss),
            peak_anonymous=max(one.build.peak_anonymous, other.build.peak_anonymous),
        )
    )


def search_all(config: Config, results: dict[str, SystemResult]) -> dict[str, SystemResult]:
    """The results with latencies of queries drawn from the corpus."""
    measured = draw_queries(config.articles, QUERY_SEED)
    warm_up = [q for q in draw_queries(config.articles, WARM_UP_SEED) if q not in measured]
    names = [name for name, result in results.items() if result.build]
    click.echo(f"searching with {', '.join(names)} …", err=True)
    with ExitStack() as stack:
        processes = SearchProcesses(
            {name: stack.enter_context(SearchProcess(name, config.folder(name))) for name in names}
        )
        latencies = measure_latencies(processes, measured, warm_up)
    return {
        name: replace(
            result,
            latencies=latencies.get(name, {}),
            error=result.error or processes.errors.get(name),
        )
        for name, result in results.items()
    }


def smaller_build(config: Config) -> Build | None:
    """Our build of a third of the corpus, to see whether memory grows with it."""
    third = replace(config, size=config.size // SMALLER, builds=1)
    return build_all(third, [systems.OURS])[systems.OURS].build


def cold_start(config: Config) -> ColdStart | None:
    """Time `onrecord search` and its imports in turn, after a run of each that does not count."""
    queries = draw_queries(config.articles, QUERY_SEED)
    phrase = next(query for query in queries if query.kind is QueryKind.PHRASE_3)
    search = ours.search_command(config.folder(systems.OURS), phrase)
    try:
        pairs = [(process_ms(search), process_ms(IMPORTS)) for _ in range(COLD_STARTS + 1)]
    except ChildProcessError as error:
        click.echo(f"no cold start: {error}", err=True)
        return None
    searches, imports = zip(*pairs[1:], strict=True)
    return ColdStart(searches, imports)


def process_ms(command: Sequence[str]) -> float:
    """How long a command takes; ChildProcessError if it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    milliseconds = (time.perf_counter() - start) * 1000
    if done.returncode:
        raise ChildProcessError(last_line(done.stderr))
    return milliseconds


def measure(large: Config, small: Config, served: Config, only: tuple[str, ...]) -> Run:
    """Measure the systems named, each on the corpus of its group."""
    results: dict[str, SystemResult] = {}
    groups = (systems.LARGE, large), (systems.SMALL, small), (systems.SERVED, served)
    for group, config in groups:
        if names := [name for name in group if name in only]:
            results |= search_all(config, build_all(config, names))
    if systems.OURS in results and results[systems.OURS].build:
        return Run(results, smaller_build(large), cold_start(large))
    return Run(results)


@click.command()
@click.option("--size", default=30_000, show_default=True, help="Articles.")
@click.option("--whoosh-size", default=3_000, show_default=True, help="Articles for Whoosh.")
@click.option("--served-size", default=10_000, show_default=True, help="Articles for OpenSearch.")
@click.option("--builds", default=3, show_default=True, help="Index builds; the fastest counts.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(systems.LARGE + systems.SMALL + systems.SERVED),
    help="Measure only this system; may be repeated.",
)
@click.option(
    "--out",
    default="bench/out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for corpora, indexes and speed.json.",
)
def main(
    size: int, whoosh_size: int, served_size: int, builds: int, only: tuple[str, ...], out: Path
) -> None:
    """Measure onrecord beside its peers on a generated corpus."""
    names = only or systems.LARGE + systems.SMALL + systems.reachable()
    large, small, served = (Config(out, n, builds) for n in (size, whoosh_size, served_size))
    run = measure(large, small, served, names)
    (out / "speed.json").write_text(json.dumps(report.to_json(run), indent=1), "utf-8")
    click.echo(report.to_markdown(run))


if __name__ == "__main__":
    main()
