"""Measures onrecord beside its peers in one run: indexing, search, the start from cold."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import click

from bench import corpus, ours, report, startup, systems
from bench.index_build import measure_build
from bench.latency import Running, Server, measure_latencies
from bench.measurements import Build, ColdStart, Corpus, Engine, Run
from bench.peers import rows
from bench.queries import Kind, draw_queries

SEED, QUERY_SEED, WARM_UP_SEED = 1, 11, 12
SMALLER = 3  # memory is measured again at a third of the size
MAKERS = ("corpus.py", "vocabulary.py", "sentence_patterns.py")


@dataclass(frozen=True, slots=True)
class Setting:
    """A corpus of one size and the folder that its indexes go to."""

    out: Path
    size: int
    builds: int

    @property
    def articles(self) -> Path:
        """The corpus, named by what it is made with, so that an old one is never taken for it."""
        sources = b"".join((Path(__file__).parent / name).read_bytes() for name in MAKERS)
        return self.out / f"corpus-{sha256(sources).hexdigest()[:8]}-{SEED}-{self.size}.jsonl"

    def folder(self, name: str) -> Path:
        return self.out / f"index-{self.size}" / name


def prepared(setting: Setting) -> Corpus:
    """The corpus measured, and made if it is not there."""
    if not setting.articles.exists():
        click.echo(f"making {setting.size:,} articles …", err=True)
        setting.out.mkdir(parents=True, exist_ok=True)
        corpus.write_corpus(setting.articles, setting.size, SEED)
    sizes = [len((row["title"] + row["text"]).encode()) for row in rows(setting.articles)]
    return Corpus(len(sizes), sum(sizes))


def build_all(setting: Setting, names: list[str]) -> dict[str, Engine]:
    """Every index, in turns; the quickest run counts, and the first is watched for its memory."""
    known = prepared(setting)
    engines: dict[str, Engine] = {}
    for turn in range(setting.builds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            click.echo(f"indexing {known.articles:,} articles with {name} …", err=True)
            engines[name] = better(
                engines.get(name), built(name, setting, known, watched=turn == 0)
            )
    return {name: engines[name] for name in names}


def built(name: str, setting: Setting, known: Corpus, *, watched: bool) -> Engine:
    """One index; a failure is a finding, not the end of the run."""
    folder = setting.folder(name)
    try:
        return Engine(measure_build(name, setting.articles, known, folder, watched=watched))
    except ChildProcessError as error:
        return Engine(error=str(error))


def better(one: Engine | None, other: Engine) -> Engine:
    """The quicker of two runs, with the greater memory of both; a failure wins over either."""
    if one is None or one.build is None or other.build is None:
        return one if one and one.error else other
    quicker = min(one.build, other.build, key=lambda build: build.seconds)
    return Engine(
        replace(
            quicker,
            peak_process=max(one.build.peak_process, other.build.peak_process),
            peak_tree=max(one.build.peak_tree, other.build.peak_tree),
            peak_held=max(one.build.peak_held, other.build.peak_held),
        )
    )


def search_all(setting: Setting, engines: dict[str, Engine]) -> dict[str, Engine]:
    """The engines with their answers to queries drawn from their corpus."""
    measured = draw_queries(setting.articles, QUERY_SEED)
    warm_up = draw_queries(setting.articles, WARM_UP_SEED)
    names = [name for name, engine in engines.items() if engine.build]
    click.echo(f"asking {', '.join(names)} …", err=True)
    with ExitStack() as stack:
        servers = {name: Server(name, setting.folder(name)) for name in names}
        running = Running({name: stack.enter_context(one) for name, one in servers.items()})
        latencies = measure_latencies(running, measured, warm_up)
    return {
        name: replace(
            engine,
            latencies=latencies.get(name, {}),
            error=engine.error or running.errors.get(name),
        )
        for name, engine in engines.items()
    }


def measured(setting: Setting, names: list[str]) -> dict[str, Engine]:
    """Indexing and search of these engines on one corpus."""
    return search_all(setting, build_all(setting, names)) if names else {}


def smaller_build(setting: Setting) -> Build | None:
    """Our indexing of a third of the corpus, to see whether memory grows with it."""
    third = replace(setting, size=setting.size // SMALLER, builds=1)
    return build_all(third, [systems.OURS])[systems.OURS].build


def measured_cold(setting: Setting) -> ColdStart | None:
    """A phrase looked up from cold in our index."""
    phrases = [q for q in draw_queries(setting.articles, QUERY_SEED) if q.kind is Kind.PHRASE_3]
    try:
        return startup.cold_start(ours.search_command(setting.folder(systems.OURS), phrases[0]))
    except ChildProcessError as error:
        click.echo(f"no start from cold: {error}", err=True)
        return None


def full_run(large: Setting, small: Setting, served: Setting, only: tuple[str, ...]) -> Run:
    """Everything, or only the engines named."""
    engines: dict[str, Engine] = {}
    groups = (systems.LARGE, large), (systems.SMALL, small), (systems.SERVED, served)
    for group, setting in groups:
        engines |= measured(setting, [name for name in group if name in only])
    ours_built = systems.OURS in engines and engines[systems.OURS].build
    if not ours_built:
        return Run(engines)
    return Run(engines, smaller_build(large), measured_cold(large))


@click.command()
@click.option("--size", default=30_000, show_default=True, help="How many articles.")
@click.option("--whoosh-size", default=3_000, show_default=True, help="How many for Whoosh.")
@click.option("--served-size", default=10_000, show_default=True, help="… for OpenSearch.")
@click.option("--builds", default=3, show_default=True, help="Runs of indexing; the best counts.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(systems.LARGE + systems.SMALL + systems.SERVED),
    help="Measure this engine; may be repeated.",
)
@click.option(
    "--out",
    default="bench/out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where corpora, indexes and speed.json go.",
)
def main(
    size: int, whoosh_size: int, served_size: int, builds: int, only: tuple[str, ...], out: Path
) -> None:
    """Measure onrecord beside its peers on a made-up corpus."""
    names = only or systems.LARGE + systems.SMALL + systems.reachable()
    large, small, served = (Setting(out, n, builds) for n in (size, whoosh_size, served_size))
    run = full_run(large, small, served, names)
    (out / "speed.json").write_text(json.dumps(report.to_json(run), indent=1), "utf-8")
    click.echo(report.to_markdown(run))


if __name__ == "__main__":
    main()
