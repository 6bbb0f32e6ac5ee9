"""Measures the quote check: verdicts, the rank of the right article, and time.

Some articles of a corpus are left out of the index; quotations are made from the others and from
these, changed in known ways, and checked.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bench.goals import Goal
from bench.ours import Onrecord, index_url
from bench.quote_cases import (
    ABSENT,
    KINDS,
    MAKERS,
    MOST_CHANGED,
    Case,
    Text,
    cases_of,
    sentences,
    words,
)
from bench.report import table

if TYPE_CHECKING:
    from index.article import Article
    from search.engine import Engine
    from search.quotes.report import QuoteReport

LEFT_OUT = 20  # one article in so many
TIMED = 25  # words
ALTERED = frozenset(kind for kind, (_, verdict, _) in MAKERS.items() if verdict == "altered")
FAITHFUL = frozenset(MAKERS) - ALTERED
VERDICTS = ("verbatim", "abridged", "altered", "spliced", "not_found")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what the check made of it; `rank` is the right article's, 0 if it is missing."""

    case: Case
    verdict: str
    rank: int
    touches: frozenset[str]
    milliseconds: float


def read_corpus(path: Path) -> list[Article]:
    """The articles of any corpus that onrecord reads, once each."""
    from index.readers import ReadError, parse
    from index.readers.corpus import records

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
    """Articles as JSON Lines, in the fields that every reader knows."""
    with out.open("w", encoding="utf-8", errors="replace") as lines:
        for one in articles:
            day = one.date.isoformat() if one.date else None
            row = {"id": one.id, "title": one.title, "text": one.text, "date": day}
            row |= {"outlet": one.outlet, "url": one.url, "author": one.author}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class Haystack:
    """All that is indexed, as tokens between spaces, to know for certain what is not in it."""

    text: str
    sentences: list[str]  # each word a character
    codes: dict[str, str]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Haystack:
        codes: dict[str, str] = {}
        texts = [[tokens_of(s) for s in sentences(a.text)] for a in articles]
        whole = " | ".join(map(tokens_of, (a.text for a in articles)))
        encoded = {encode(sentence, codes) for text in texts for sentence in text}
        return cls(f" {whole} ", sorted(encoded), codes)

    def holds(self, words: str) -> bool:
        return f" {words} " in self.text

    def has_most_of(self, words: str) -> bool:
        """Whether some sentence has so many of the words, in order, that it may be altered."""
        from rapidfuzz import process
        from rapidfuzz.distance import LCSseq

        query = encode(words, dict(self.codes))
        least = ceil((1 - MOST_CHANGED) * len(query))
        found = process.extractOne(
            query, self.sentences, scorer=LCSseq.similarity, score_cutoff=least
        )
        return found is not None


def encode(words: str, codes: dict[str, str]) -> str:
    """Words as characters, so that rapidfuzz compares words."""
    return "".join(codes.setdefault(word, chr(0x10000 + len(codes))) for word in words.split())


def tokens_of(text: str) -> str:
    from index.analysis import tokenize

    return " ".join(tokenize(text))


def is_fair(case: Case, haystack: Haystack) -> bool:
    """Whether the verdict that a case expects is beyond doubt."""
    if case.kind == ABSENT:
        return not haystack.has_most_of(tokens_of(case.claim))
    if case.verdict in ("altered", "spliced"):
        return not haystack.holds(tokens_of(case.claim))
    return True


def make_cases(
    kept: Sequence[Article], left: Sequence[Article], count: int, seed: int
) -> list[Case]:
    """So many cases of each kind."""
    rng, haystack = Random(seed), Haystack.of(kept)
    inside, outside = ([Text(a.id, a.text) for a in several] for several in (kept, left))
    made: list[Case] = []
    for kind in KINDS:
        drawn = cases_of(kind, outside if kind == ABSENT else inside, rng)
        fair = (case for case in islice(drawn, 50 * count) if is_fair(case, haystack))
        made += islice(fair, count)
    return made


def checked(engine: Engine, cases: Sequence[Case]) -> list[Outcome]:
    """What the quote check says of each case."""
    from search.quotes.check import QuoteRequest, check

    info = engine.info()
    return [outcome(case, check(engine, QuoteRequest(case.claim), info), engine) for case in cases]


def outcome(case: Case, report: QuoteReport, engine: Engine) -> Outcome:
    best = next(iter(report.passages), None)
    changed = best.comparison if best else ()
    return Outcome(
        case,
        report.verdict.value,
        rank_of(case, [passage.article.id for passage in report.passages], engine),
        frozenset(touch for segment in changed for touch in segment.touches),
        report.took_ms,
    )


def rank_of(case: Case, found: Sequence[str], engine: Engine) -> int:
    """The rank of the first article that has the original sentences, wherever they came from."""
    originals = [tokens_of(sentence) for sentence in case.original]
    for rank, identity in enumerate(dict.fromkeys(found), start=1):
        if identity == case.article:
            return rank
        text = f" {tokens_of(engine.article(identity).text)} "
        if all(f" {original} " in text for original in originals):
            return rank
    return 0


def timed_claims(articles: Sequence[Article], count: int, rng: Random) -> list[str]:
    """Stretches of as many words as the goal for time names, every other one with two changed."""
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
    """Milliseconds of each check, after one round that is not counted."""
    from search.quotes.check import QuoteRequest, check

    info = engine.info()
    for claim in claims[:20]:
        check(engine, QuoteRequest(claim), info)
    return [check(engine, QuoteRequest(claim), info).took_ms for claim in claims]


def kind_row(kind: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """A kind of case: how many got the right verdict, and had the right article first."""
    own = [one for one in outcomes if one.case.kind == kind]
    if not own:
        return kind, "0", "–", "–", "–"
    right = share(one.verdict == one.case.verdict for one in own)
    first = "–" if kind == ABSENT else percent(share(one.rank == 1 for one in own))
    wanted = own[0].case.touches
    flagged = [one for one in own if one.verdict == "altered"]
    flags = percent(share(bool(wanted & one.touches) for one in flagged)) if wanted else "–"
    return kind, f"{len(own)}", percent(right), first, flags


def verdict_row(verdict: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """A verdict's precision and recall, and what it was given to wrongly."""
    given = [one for one in outcomes if one.verdict == verdict]
    due = [one for one in outcomes if one.case.verdict == verdict]
    both = [one for one in given if one.case.verdict == verdict]
    wrong = Counter(one.case.kind for one in given if one.case.verdict != verdict)
    precision = percent(len(both) / len(given)) if given else "–"
    recall = percent(len(both) / len(due)) if due else "–"
    confused = ", ".join(f"{kind} {count}" for kind, count in wrong.most_common(4)) or "–"
    return verdict, precision, recall, confused


def share(claims: Iterable[bool]) -> float:
    held = list(claims)
    return sum(held) / len(held) if held else 0.0


def percent(part: float) -> str:
    return f"{part:.1%}"


def goals_of(outcomes: Sequence[Outcome], took: Sequence[float]) -> list[Goal]:
    """The goals of the quote check with what this run says of each."""

    def first(kinds: frozenset[str]) -> float:
        return share(one.rank == 1 for one in outcomes if one.case.kind in kinds)

    absent = [one for one in outcomes if one.case.kind == ABSENT]
    right = share(one.verdict == one.case.verdict for one in outcomes)
    return [
        Goal("right article first, unchanged and abridged", first(FAITHFUL), 0.995, at_least=True),
        Goal("right article first, altered", first(ALTERED), 0.98, at_least=True),
        Goal("right verdict", right, 0.97, at_least=True),
        Goal("false finds", share(one.verdict != "not_found" for one in absent), 0.005),
        Goal(f"median ms, {TIMED} words", median(took), 25.0),
    ]


def to_markdown(outcomes: Sequence[Outcome], took: Sequence[float]) -> str:
    """All of a run, one table after another."""
    by_kind = table(
        ("case", "number", "right verdict", "right article first", "change flagged"),
        (kind_row(kind, outcomes) for kind in KINDS),
    )
    by_verdict = table(
        ("verdict", "precision", "recall", "wrongly given to"),
        (verdict_row(verdict, outcomes) for verdict in VERDICTS),
    )
    goals = table(
        ("goal", "figure", "bound", "met"),
        (
            (g.name, f"{g.figure:.4g}", f"{'≥' if g.at_least else '≤'} {g.bound:g}", g.verdict)
            for g in goals_of(outcomes, took)
            if g.figure is not None
        ),
    )
    late = quantiles(took, n=20)[-1]
    times = f"{TIMED} words: median {median(took):.1f} ms, 95th percentile {late:.1f} ms"
    return "\n\n".join((by_kind, by_verdict, times, goals))


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option("--cases", default=100, show_default=True, help="Cases of each kind.")
@click.option("--seed", default=1, show_default=True)
@click.option("--engine", "name", default="tantivy", show_default=True)
@click.option("--show", default=0, help="Print so many cases that came out wrong.")
@click.option("--claims", type=click.Path(dir_okay=False, path_type=Path), help="Write the cases.")
def main(corpus: Path, cases: int, seed: int, name: str, show: int, claims: Path | None) -> None:
    """Check quotations made from CORPUS and print how many verdicts are right."""
    from search.engine import open_engine

    articles = read_corpus(corpus)
    rng = Random(seed)
    rng.shuffle(articles)
    part = max(1, len(articles) // LEFT_OUT)
    left, kept = articles[:part], articles[part:]
    with TemporaryDirectory() as folder:
        rows = Path(folder) / "articles.jsonl"
        write_rows(kept, rows)
        Onrecord(name).build(rows, Path(folder))
        engine = open_engine(index_url(name, Path(folder)))
        made = make_cases(kept, left, cases, seed)
        if claims:
            write_claims(made, claims)
        started = time.perf_counter()
        outcomes = checked(engine, made)
        seconds = time.perf_counter() - started
        took = timings(engine, timed_claims(kept, 200, rng))
        engine.close()
    click.echo(f"{len(made)} quotations, {len(kept):,} articles, seed {seed}, {seconds:.1f} s\n")
    click.echo(to_markdown(outcomes, took))
    for one in islice((one for one in outcomes if one.verdict != one.case.verdict), show):
        click.echo(f"\n{one.case.kind}: {one.verdict}, rank {one.rank}\n  {one.case.claim}")
        click.echo("  " + "\n  ".join(one.case.original))


def write_claims(made: Iterable[Case], out: Path) -> None:
    """The cases as JSON Lines, as `onrecord quote --file` reads them."""
    with out.open("w", encoding="utf-8") as lines:
        for number, case in enumerate(made):
            row = {"id": f"{case.kind}-{number}", "quotation": case.claim, "article": case.article}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
