"""Draws queries of each kind from a corpus, so that each has hits."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from random import Random

SAMPLE = 2_000
PER_KIND = 40
DAYS_AROUND = 45
TRIES = 200_000
WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
PLAIN_RUN = re.compile(r"(?<![\w’'-])[a-z]+(?: [a-z]+)*(?![\w’'-])")


class QueryKind(StrEnum):
    """What fact-checkers type."""

    PHRASE_3 = "phrase of 3"
    PHRASE_5 = "phrase of 5"
    WORD = "one word"
    TWO_WORDS = "two words"
    ANY_WORD = "any of three"
    PREFIX = "wildcard"
    DATED_PHRASE = "phrase, dated"


PHRASES = (QueryKind.PHRASE_3, QueryKind.PHRASE_5, QueryKind.DATED_PHRASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A query in no engine's syntax; both days are inclusive."""

    kind: QueryKind
    words: tuple[str, ...]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SampledArticle:
    """What queries are drawn from."""

    text: str
    published: date | None


Draw = Callable[[Random, list[SampledArticle]], Query | None]


def phrase(rng: Random, text: str, length: int) -> tuple[str, ...]:
    """Consecutive words without punctuation between them, or none if the text has no such."""
    runs = [run for run in PLAIN_RUN.findall(text) if run.count(" ") >= length - 1]
    if not runs:
        return ()
    words = rng.choice(runs).split()
    start = rng.randrange(len(words) - length + 1)
    return tuple(words[start : start + length])


def draw_phrase(kind: QueryKind, length: int) -> Draw:
    """A function that draws phrases of this length."""

    def draw(rng: Random, sample: list[SampledArticle]) -> Query | None:
        words = phrase(rng, rng.choice(sample).text, length)
        return Query(kind, words) if words else None

    return draw


def draw_dated_phrase(rng: Random, sample: list[SampledArticle]) -> Query | None:
    """A phrase of three words, within weeks of its article's date."""
    article = rng.choice(sample)
    words = phrase(rng, article.text, 3)
    if not words or article.published is None:
        return None
    around = timedelta(DAYS_AROUND)
    since, until = article.published - around, article.published + around
    return Query(QueryKind.DATED_PHRASE, words, since, until)


def draw_words(kind: QueryKind, count: int) -> Draw:
    """A function that draws this many different words of one article."""

    def draw(rng: Random, sample: list[SampledArticle]) -> Query | None:
        words = sorted(set(WORD.findall(rng.choice(sample).text)))
        return Query(kind, tuple(rng.sample(words, count))) if len(words) >= count else None

    return draw


def draw_prefix(rng: Random, sample: list[SampledArticle]) -> Query | None:
    """A word without its last two letters."""
    words = [word for word in WORD.findall(rng.choice(sample).text) if len(word) > 6]
    return Query(QueryKind.PREFIX, (rng.choice(words)[:-2],)) if words else None


DRAWS: dict[QueryKind, Draw] = {
    QueryKind.PHRASE_3: draw_phrase(QueryKind.PHRASE_3, 3),
    QueryKind.PHRASE_5: draw_phrase(QueryKind.PHRASE_5, 5),
    QueryKind.TWO_WORDS: draw_words(QueryKind.TWO_WORDS, 2),
    QueryKind.ANY_WORD: draw_words(QueryKind.ANY_WORD, 3),
    QueryKind.PREFIX: draw_prefix,
    QueryKind.DATED_PHRASE: draw_dated_phrase,
}


def words_across_frequencies(sample: list[SampledArticle], count: int) -> list[Query]:
    """Single words at even (logarithmic) steps from the most to the least frequent."""
    found_in = Counter(word for article in sample for word in set(WORD.findall(article.text)))
    ranked = [word for word, _ in sorted(found_in.items(), key=lambda item: (-item[1], item[0]))]
    ratio = len(ranked) ** (1 / count)
    ranks = dict.fromkeys(min(len(ranked) - 1, step + int(ratio**step)) for step in range(count))
    return [Query(QueryKind.WORD, (ranked[rank],)) for rank in ranks]


def different(draw: Draw, rng: Random, sample: list[SampledArticle]) -> Iterator[Query]:
    """Different queries of one kind; ends if no new one turns up."""
    drawn: set[Query] = set()
    for _ in range(TRIES):
        query = draw(rng, sample)
        if query is not None and query not in drawn:
            drawn.add(query)
            yield query


def sample_of(corpus: Path, rng: Random, size: int = SAMPLE) -> list[SampledArticle]:
    """A random sample of articles (reservoir sampling)."""
    kept: list[str] = []
    with corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            slot = number if number < size else rng.randrange(number + 1)
            if slot < size:
                kept[slot : slot + 1] = [line]
    rows = [json.loads(line) for line in kept]
    return [
        SampledArticle(row["text"], date.fromisoformat(row["date"]) if row.get("date") else None)
        for row in rows
    ]


def draw_queries(corpus: Path, seed: int, per_kind: int = PER_KIND) -> list[Query]:
    """Queries of every kind, the same for the same corpus and seed."""
    rng = Random(seed)
    sample = sample_of(corpus, rng)
    queries = words_across_frequencies(sample, per_kind)
    for draw in DRAWS.values():
        queries += islice(different(draw, rng, sample), per_kind)
    return queries


def to_json(queries: list[Query]) -> str:
    """The queries as a JSON array."""
    return json.dumps([asdict(query) for query in queries], default=date.isoformat)


def from_json(text: str) -> list[Query]:
    """Read queries written by `to_json`."""
    return [query_of(row) for row in json.loads(text)]


def query_of(row: dict[str, object]) -> Query:
    """One query from its JSON object."""
    match row:
        case {"kind": str(kind), "words": list(words), "since": since, "until": until}:
            return Query(QueryKind(kind), tuple(map(str, words)), day(since), day(until))
        case _:
            raise ValueError(f"not a query: {row!r}; write queries with bench.queries.to_json")


def day(text: object) -> date | None:
    """Parse an ISO date, or None."""
    return date.fromisoformat(text) if isinstance(text, str) else None
