"""Draws queries from a corpus, so that each has hits: what fact-checkers type, by kind."""

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


class Kind(StrEnum):
    """What is asked of an engine."""

    PHRASE_3 = "phrase of 3"
    PHRASE_5 = "phrase of 5"
    WORD = "one word"
    TWO_WORDS = "two words"
    ANY_WORD = "any of three"
    PREFIX = "wildcard"
    DATED_PHRASE = "phrase, dated"


PHRASES = (Kind.PHRASE_3, Kind.PHRASE_5, Kind.DATED_PHRASE)


@dataclass(frozen=True, slots=True)
class Query:
    """One query, in no engine's language; both days are included."""

    kind: Kind
    words: tuple[str, ...]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Sampled:
    """What is needed of an article to ask for it."""

    text: str
    published: date | None


Draw = Callable[[Random, list[Sampled]], Query | None]


def phrase(rng: Random, text: str, length: int) -> tuple[str, ...]:
    """Words in a row from running text, without punctuation, or none where the text has no such."""
    runs = [run for run in PLAIN_RUN.findall(text) if run.count(" ") >= length - 1]
    if not runs:
        return ()
    words = rng.choice(runs).split()
    start = rng.randrange(len(words) - length + 1)
    return tuple(words[start : start + length])


def draw_phrase(kind: Kind, length: int) -> Draw:
    """A way to draw phrases of this length."""

    def draw(rng: Random, sample: list[Sampled]) -> Query | None:
        words = phrase(rng, rng.choice(sample).text, length)
        return Query(kind, words) if words else None

    return draw


def draw_dated_phrase(rng: Random, sample: list[Sampled]) -> Query | None:
    """A phrase of three words, in the weeks around the article it is from."""
    article = rng.choice(sample)
    words = phrase(rng, article.text, 3)
    if not words or article.published is None:
        return None
    around = timedelta(DAYS_AROUND)
    since, until = article.published - around, article.published + around
    return Query(Kind.DATED_PHRASE, words, since, until)


def draw_words(kind: Kind, count: int) -> Draw:
    """A way to draw this many different words of one article, common or rare as they come."""

    def draw(rng: Random, sample: list[Sampled]) -> Query | None:
        words = sorted(set(WORD.findall(rng.choice(sample).text)))
        return Query(kind, tuple(rng.sample(words, count))) if len(words) >= count else None

    return draw


def draw_prefix(rng: Random, sample: list[Sampled]) -> Query | None:
    """The beginning of a word, at least four letters of it."""
    words = [word for word in WORD.findall(rng.choice(sample).text) if len(word) > 6]
    return Query(Kind.PREFIX, (rng.choice(words)[:-2],)) if words else None


DRAWS: dict[Kind, Draw] = {
    Kind.PHRASE_3: draw_phrase(Kind.PHRASE_3, 3),
    Kind.PHRASE_5: draw_phrase(Kind.PHRASE_5, 5),
    Kind.TWO_WORDS: draw_words(Kind.TWO_WORDS, 2),
    Kind.ANY_WORD: draw_words(Kind.ANY_WORD, 3),
    Kind.PREFIX: draw_prefix,
    Kind.DATED_PHRASE: draw_dated_phrase,
}


def words_across_frequencies(sample: list[Sampled], count: int) -> list[Query]:
    """Single words at even steps from the commonest to the rarest, by the articles they are in."""
    found_in = Counter(word for article in sample for word in set(WORD.findall(article.text)))
    ranked = [word for word, _ in sorted(found_in.items(), key=lambda item: (-item[1], item[0]))]
    ratio = len(ranked) ** (1 / count)
    ranks = dict.fromkeys(min(len(ranked) - 1, step + int(ratio**step)) for step in range(count))
    return [Query(Kind.WORD, (ranked[rank],)) for rank in ranks]


def different(draw: Draw, rng: Random, sample: list[Sampled]) -> Iterator[Query]:
    """Queries of one kind, none twice; ends when no new one turns up."""
    drawn: set[Query] = set()
    for _ in range(TRIES):
        query = draw(rng, sample)
        if query is not None and query not in drawn:
            drawn.add(query)
            yield query


def sample_of(corpus: Path, rng: Random, size: int = SAMPLE) -> list[Sampled]:
    """Articles drawn from all over the corpus, each line with the same chance."""
    kept: list[str] = []
    with corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            place = number if number < size else rng.randrange(number + 1)
            if place < size:
                kept[place : place + 1] = [line]
    rows = [json.loads(line) for line in kept]
    return [
        Sampled(row["text"], date.fromisoformat(row["date"]) if row.get("date") else None)
        for row in rows
    ]


def draw_queries(corpus: Path, seed: int, per_kind: int = PER_KIND) -> list[Query]:
    """So many queries of every kind, the same for the same corpus and seed."""
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
    """The queries that `to_json` wrote."""
    return [query_of(row) for row in json.loads(text)]


def query_of(row: dict[str, object]) -> Query:
    """One query from its JSON object."""
    match row:
        case {"kind": str(kind), "words": list(words), "since": since, "until": until}:
            return Query(Kind(kind), tuple(map(str, words)), day(since), day(until))
        case _:
            raise ValueError(f"not a query: {row!r}; write queries with bench.queries.to_json")


def day(text: object) -> date | None:
    """The day of an ISO date, or None."""
    return date.fromisoformat(text) if isinstance(text, str) else None
