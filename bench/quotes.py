"""Benchmark of the quote check: verdicts, the rank of the right article, and time.

Quotations are made from indexed and from held-out articles, changed in known ways, and checked.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bench.linear_scan import LinearScan, tokens_of
from bench.ours import COMMAND, Onrecord, index_url
from bench.quote_cases import ABSENT, KINDS, Case, Text, cases_of, words
from bench.quote_figures import TIMED, Outcome, Times, to_markdown
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.quote_check.check import QuoteRequest, check

if TYPE_CHECKING:
    from onrecord.index.article import Article
    from onrecord.search.quote_check.models import QuoteReport

HELD_OUT = 20  # one in 20 articles is not indexed
SMALLER = 3  # the factor to a smaller index that shows how time grows
BULK = 1_000  # quotations in a file


def read_corpus(path: Path) -> list[Article]:
    """The articles of any corpus that onrecord can read, without duplicates."""
    from onrecord.index.readers import ReadError, parse
    from onrecord.index.readers.corpus_reader import records

    articles = {}
    for record in records([str(path)]):
        if isinstance(record, ReadError):
            continue
        try:
            article = parse(record)
        except ReadError:
            continue
        articles[article.id] = article
    return list(articles.values())


def write_rows(articles: Iterable[Article], out: Path) -> None:
    """Write articles as JSON Lines with fields that every reader knows."""
    with out.open("w", encoding="utf-8", errors="replace") as lines:
        for one in articles:
            day = one.date.isoformat() if one.date else None
            row = {"id": one.id, "title": one.title, "text": one.text, "date": day}
            row |= {"outlet": one.outlet, "url": one.url, "author": one.author}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def is_fair(case: Case, scan: LinearScan) -> bool:
    """Whether the expected verdict of a case is certain."""
    if case.kind == ABSENT:
        return not scan.contains_most_of(tokens_of(case.claim))
    if case.verdict in ("altered", "spliced"):
        return not scan.contains(tokens_of(case.claim))
    return True


def make_cases(
    kept: Sequence[Article], held_out: Sequence[Article], count: int, seed: int
) -> list[Case]:
    """`count` cases of each kind."""
    rng, scan = Random(seed), LinearScan.of([article.text for article in kept])
    inside, outside = ([Text(a.id, a.text) for a in several] for several in (kept, held_out))
    made: list[Case] = []
    for kind in KINDS:
        drawn = cases_of(kind, outside if kind == ABSENT else inside, rng)
        fair = (case for case in islice(drawn, 50 * count) if is_fair(case, scan))
        made += islice(fair, count)
    return made


def checked(engine: Engine, cases: Sequence[Case]) -> list[Outcome]:
    """The outcome of each case."""
    info = engine.info()
    return [outcome(case, check(engine, QuoteRequest(case.claim), info), engine) for case in cases]


def outcome(case: Case, report: QuoteReport, engine: Engine) -> Outcome:
    best = next(iter(report.passages), None)
    changed = best.comparison if best else ()
    return Outcome(
        case,
        report.verdict.value,
        rank_of(case, [passage.article.id for passage in report.passages], engine),
        frozenset(flag for segment in changed for flag in segment.affects),
        report.took_ms,
    )


def rank_of(case: Case, found: Sequence[str], engine: Engine) -> int:
    """The rank of the first article with the original sentences, even if it is another one."""
    originals = [tokens_of(sentence) for sentence in case.original]
    for rank, identity in enumerate(dict.fromkeys(found), start=1):
        if identity == case.article:
            return rank
        text = f" {tokens_of(engine.article(identity).text)} "
        if all(f" {original} " in text for original in originals):
            return rank
    return 0


def timed_claims(articles: Sequence[Article], count: int, rng: Random) -> list[str]:
    """Excerpts of TIMED words; every other one has two words changed."""
    claims: list[str] = []
    while len(claims) < count:
        parts = words(rng.choice(articles).text)
        if len(parts) > 2 * TIMED:
            start = rng.randrange(len(parts) - TIMED)
            stretch = parts[start : start + TIMED]
            if len(claims) % 2:
                stretch[7], stretch[16] = rng.choice(parts), rng.choice(parts)
            claims.append(" ".join(stretch))
    return claims


def timings(engine: Engine, claims: Sequence[str]) -> list[float]:
    """Milliseconds of each check, after a warm-up."""
    info = engine.info()
    for claim in claims[:20]:
        check(engine, QuoteRequest(claim), info)
    return [check(engine, QuoteRequest(claim), info).took_ms for claim in claims]


def built(articles: Sequence[Article], name: str, folder: Path) -> str:
    """The URL of an index of these articles, built by the command line."""
    folder.mkdir()
    write_rows(articles, folder / "articles.jsonl")
    Onrecord(name).build(folder / "articles.jsonl", folder)
    return index_url(name, folder)


def smaller_median(articles: Sequence[Article], name: str, folder: Path, rng: Random) -> float:
    """The median on a smaller index."""
    part = articles[: max(1, len(articles) // SMALLER)]
    with closing(open_engine(built(part, name, folder))) as engine:
        return median(timings(engine, timed_claims(part, 200, rng)))


def bulk_seconds(url: str, made: Sequence[Case], file: Path) -> float:
    """Seconds that `onrecord quote --file` takes for BULK quotations, startup included."""
    write_claims(islice(cycle(made), BULK), file)
    command = [str(COMMAND), "--index", url, "quote", "--file", str(file), "--format", "jsonl"]
    started = time.perf_counter()
    subprocess.run([*command, "--workers", "2"], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def write_claims(made: Iterable[Case], out: Path) -> None:
    """Write the cases as JSON Lines for `onrecord quote --file`."""
    with out.open("w", encoding="utf-8") as lines:
        for number, case in enumerate(made):
            row = {"id": f"{case.kind}-{number}", "quotation": case.claim, "article": case.article}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def timed(
    url: str, name: str, kept: Sequence[Article], made: Sequence[Case], folder: Path, rng: Random
) -> Times:
    """Time single checks, checks on a smaller index, and a file of quotations."""
    with closing(open_engine(url)) as engine:
        milliseconds = timings(engine, timed_claims(kept, 200, rng))
    smaller = smaller_median(kept, name, folder / "smaller", rng)
    mixed = Random(0).sample(made, len(made))
    return Times(milliseconds, smaller, bulk_seconds(url, mixed, folder / "bulk.jsonl"))


def print_wrong(outcomes: Iterable[Outcome], count: int) -> None:
    """Print some cases with the wrong verdict."""
    wrong = (one for one in outcomes if one.verdict != one.case.verdict)
    for one in islice(wrong, count):
        click.echo(f"\n{one.case.kind}: {one.verdict}, rank {one.rank}\n  {one.case.claim}")
        click.echo("  " + "\n  ".join(one.case.original))


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option("--cases", default=100, show_default=True, help="Cases of each kind.")
@click.option("--seed", default=1, show_default=True)
@click.option("--engine", "name", default="tantivy", show_default=True)
@click.option("--timing/--no-timing", default=True, help="Also measure time.")
@click.option("--show", default=0, help="Number of wrong cases to print.")
@click.option(
    "--claims", type=click.Path(dir_okay=False, path_type=Path), help="Write the cases to FILE."
)
def main(
    corpus: Path, cases: int, seed: int, name: str, timing: bool, show: int, claims: Path | None
) -> None:
    """Check quotations made from CORPUS and print how many verdicts are right."""
    articles, rng = read_corpus(corpus), Random(seed)
    rng.shuffle(articles)
    part = max(1, len(articles) // HELD_OUT)
    held_out, kept = articles[:part], articles[part:]
    made = make_cases(kept, held_out, cases, seed)
    if claims:
        write_claims(made, claims)
    with TemporaryDirectory() as folder:
        url = built(kept, name, Path(folder) / "whole")
        with closing(open_engine(url)) as engine:
            outcomes = checked(engine, made)
        times = timed(url, name, kept, made, Path(folder), rng) if timing else None
    click.echo(f"{len(made)} quotations, {len(kept):,} articles, seed {seed}\n")
    click.echo(to_markdown(outcomes, times))
    print_wrong(outcomes, show)


if __name__ == "__main__":
    main()
