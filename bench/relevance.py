"""Measures ranking on a test collection, onrecord beside its peers in the same run.

All systems rank articles with any word of a query; the peers search title and text in one
stemmed field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import click

from bench import systems
from bench.index_build import last_line
from bench.peers import Search
from bench.queries import Query, QueryKind
from bench.ranking_metrics import average_precision, ndcg, recall, relevant_ids
from bench.report import table

DEPTH = 100

Measure = Callable[[Sequence[str], Mapping[str, int]], float]

MEASURES: dict[str, Measure] = {
    "MAP@5": partial(average_precision, depth=5),
    f"MAP (first {DEPTH})": partial(average_precision, depth=DEPTH),
    "nDCG@10": partial(ndcg, depth=10),
    "recall@100": partial(recall, depth=100),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A query of the collection and its relevance judgements."""

    text: str
    grades: Mapping[str, int]


def read_queries(text: str) -> dict[str, str]:
    """Queries by id, from `id<TAB>text` lines; a first line without an id is a header."""
    pairs = [line.partition("\t") for line in text.splitlines() if line.strip()]
    for line, (identity, tab, _) in enumerate(pairs, start=1):
        if not tab or (line > 1 and not identity.strip()):
            raise ValueError(f"query line {line} is not id<TAB>text: {identity!r}; fix or drop it")
    return {identity.strip(): query.strip() for identity, _, query in pairs if identity.strip()}


def read_judgements(text: str) -> dict[str, dict[str, int]]:
    """Grades by query and article, from TREC lines `query iteration article grade`."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match line.split():
            case [query, _, article, grade]:
                judged.setdefault(query, {})[article] = int(grade)
            case []:
                continue
            case _:
                raise ValueError(f"judgement line {number} needs four columns: {line!r}; fix it")
    return judged


def topics_of(queries: str, judgements: str) -> list[Topic]:
    """The queries with a relevant article; the others say nothing about a ranking."""
    texts, judged = read_queries(queries), read_judgements(judgements)
    unknown = judged.keys() - texts.keys()
    if unknown:
        raise ValueError(f"judged but not among the queries: {', '.join(sorted(unknown)[:5])}")
    return [Topic(texts[query], grades) for query, grades in judged.items() if relevant_ids(grades)]


def rankings(search: Search, topics: list[Topic]) -> list[list[str]]:
    """The ids found for each topic, best first."""
    queries = (Query(QueryKind.ANY_WORD, tuple(topic.text.split())) for topic in topics)
    return [[identity for identity, _ in search(query, DEPTH).hits] for query in queries]


def scores(found: list[list[str]], topics: list[Topic]) -> dict[str, float]:
    """The mean of each measure over the topics."""
    return {
        name: fmean(measure(ids, t.grades) for ids, t in zip(found, topics, strict=True))
        for name, measure in MEASURES.items()
    }


def measure(name: str, articles: Path, topics: list[Topic]) -> dict[str, float] | str:
    """One system's scores, or why there are none."""
    with TemporaryDirectory() as folder:
        try:
            peer = systems.load(name)
            peer.build(articles, Path(folder))
            with peer.open(Path(folder)) as search:
                return scores(rankings(search, topics), topics)
        except (ChildProcessError, ImportError) as error:
            return last_line(str(error))


def row_of(name: str, found: dict[str, float] | str) -> tuple[str, ...]:
    """One system's row of the table."""
    if isinstance(found, str):
        return f"{name} failed: {found}", *("–" for _ in MEASURES)
    return name, *(f"{found[measure]:.4f}" for measure in MEASURES)


INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--articles", type=INPUT_FILE, required=True, help="JSON Lines: id, title, text.")
@click.option("--queries", type=INPUT_FILE, required=True, help="Lines of id<TAB>text.")
@click.option("--qrels", type=INPUT_FILE, required=True, help="TREC judgements.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="JSON file of the scores."
)
def main(articles: Path, queries: Path, qrels: Path, out: Path | None) -> None:
    """Rank a test collection with every system and print the measures."""
    try:
        topics = topics_of(queries.read_text("utf-8"), qrels.read_text("utf-8"))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    found = {name: measure(name, articles, topics) for name in systems.RANKED}
    click.echo(f"{len(topics)} queries from {queries}\n")
    click.echo(table(("system", *MEASURES), (row_of(*item) for item in found.items())))
    if out:
        out.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
