"""Generates news-like articles, the same for the same seed, to measure search engines on.

The text has what makes news hard or easy to index: Zipf's law, inflections, articles that keep
to a topic, names, numbers, dates, hyphens, curly quotes, and quotations that several outlets
print word for word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from random import Random

import click

from bench import sentence_patterns, vocabulary

BATCH = 4096
MEDIAN_CHARACTERS = 5_300
SHORTEST, LONGEST = 1_000, 20_000
FIRST_DAY, DAYS = date(2022, 1, 1), 3 * 365
QUOTATIONS = 3_000
WELL_KNOWN = 0.15  # of the quotations are printed by several outlets
UNDATED = 0.03

CLAUSES = sentence_patterns.compile_all(sentence_patterns.CLAUSES)
CLAUSE_WEIGHTS = vocabulary.zipf_weights(len(CLAUSES), exponent=0.5)
OPENINGS = sentence_patterns.compile_all(sentence_patterns.OPENINGS)
SPEECH = sentence_patterns.compile_all(sentence_patterns.SPEECH)
TITLES = sentence_patterns.compile_all(sentence_patterns.TITLES)

Slots = dict[str, Iterator[str]]


@dataclass(frozen=True, slots=True)
class World:
    """What all articles share: words, people, places, and well-known quotations."""

    rng: Random
    words: Slots
    people: list[str]
    places: list[str]
    outlets: list[tuple[str, str]]
    outlet_weights: tuple[float, ...]
    quotations: list[str]


def endless(draw: Callable[[int], list[str]], batch: int = BATCH) -> Iterator[str]:
    """Endless draws, a batch at a time because that is far faster."""
    return chain.from_iterable(draw(batch) for _ in iter(int, 1))


def drawn(rng: Random, words: list[str], weights: tuple[float, ...], batch: int) -> Iterator[str]:
    """Endless draws of words with these cumulative weights."""
    return endless(lambda count: rng.choices(words, cum_weights=weights, k=count), batch)


def by_rank(rng: Random, words: list[str], batch: int = BATCH) -> Iterator[str]:
    """Endless draws of words by Zipf's law, the first the most often."""
    return drawn(rng, words, vocabulary.zipf_weights(len(words), shift=1.0), batch)


def amount(rng: Random) -> str:
    """A count, a percentage or a sum, as newspapers write them."""
    kind = rng.randrange(5)
    if kind == 0:
        return f"{rng.randint(1, 99)} percent"
    if kind == 1:
        return f"{rng.uniform(0, 100):.1f}%"
    if kind == 2:
        return f"${rng.uniform(1, 900):.1f} million"
    return f"{int(10 ** rng.uniform(0.5, 6)):,}"


def day(rng: Random) -> str:
    """A date, a weekday or a year inside a sentence."""
    when = FIRST_DAY + timedelta(rng.randrange(DAYS))
    return rng.choice((f"{when:%B} {when.day}", f"{when:%A}", f"{when.year}", f"{when:%B %Y}"))


def word_streams(rng: Random) -> Slots:
    """Endless words for each slot, shared by all articles."""
    slots: Slots = {
        slot: drawn(rng, forms, words.cum_weights, BATCH)
        for words in vocabulary.word_classes(rng)
        for slot, forms in words.forms.items()
    }
    slots["X"] = endless(lambda count: [amount(rng) for _ in range(count)])
    slots["Y"] = endless(lambda count: [day(rng) for _ in range(count)])
    slots["A"] = endless(lambda count: rng.choices(sentence_patterns.ROLES, k=count))
    return slots


def outlet_names(rng: Random, places: list[str]) -> list[tuple[str, str]]:
    """Fifty newspapers and their domains."""
    papers = ("Times", "Post", "Herald", "Courier", "Daily News")
    names = [(place, rng.choice(papers)) for place in places[:50]]
    return [
        (f"The {place} {paper}", f"{place}{paper.replace(' ', '')}.example".lower())
        for place, paper in names
    ]


def new_world(seed: int) -> World:
    """What the articles of this seed share."""
    rng = Random(seed)
    words = word_streams(rng)
    surnames, places = vocabulary.proper_names(rng, 12_000), vocabulary.proper_names(rng, 3_000)
    people = [f"{rng.choice(vocabulary.FIRST_NAMES)} {name}" for name in surnames]
    outlets = outlet_names(rng, places)
    shared = words | {"T": words["N"], "P": by_rank(rng, people), "L": by_rank(rng, places)}
    shared["O"] = (f"the {place} Council" for place in by_rank(rng, places))
    quotations = [clause(rng, shared) for _ in range(QUOTATIONS)]
    return World(
        rng, shared, people, places, outlets, vocabulary.zipf_weights(len(outlets)), quotations
    )


def filled(pattern: sentence_patterns.Pattern, slots: Slots) -> str:
    """Fill each slot of a pattern."""
    shape, letters = pattern
    return shape % tuple([next(slots[letter]) for letter in letters])


def clause(rng: Random, slots: Slots) -> str:
    """A clause without its full stop."""
    return filled(rng.choices(CLAUSES, cum_weights=CLAUSE_WEIGHTS)[0], slots)


def quotations(world: World, slots: Slots) -> Iterator[str]:
    """Endless quotations, some of them in several papers."""
    famous = by_rank(world.rng, world.quotations, batch=4)
    while True:
        yield next(famous) if world.rng.random() < WELL_KNOWN else clause(world.rng, slots)


def article_slots(world: World) -> Slots:
    """The slots of one article: a topic, a few people, a few places."""
    rng, words = world.rng, world.words
    topic = list(islice(words["N"], 16)) + list(islice(words["S"], 8))
    people = list(islice(words["P"], 4))
    surnames = [person.split()[-1] for person in people]
    slots = words | {
        "T": by_rank(rng, topic, batch=32),
        "P": by_rank(rng, surnames[:1] + people + surnames, batch=16),
        "L": by_rank(rng, list(islice(words["L"], 4)), batch=16),
        "O": by_rank(rng, list(islice(words["O"], 2)), batch=8),
    }
    return slots | {"Q": quotations(world, slots)}


def capitalised(text: str) -> str:
    """Capitalize the first letter, which a quotation mark may precede."""
    at = 1 if text.startswith("“") else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def sentence(rng: Random, slots: Slots) -> str:
    """A statement, two of them joined, or a quotation."""
    chance = rng.random()
    if chance < 0.2:
        return capitalised(filled(rng.choice(SPEECH), slots))
    text = clause(rng, slots)
    if chance < 0.6:
        text += f"{rng.choice(sentence_patterns.JOINS)} {clause(rng, slots)}"
    if chance > 0.85:
        text = f"{filled(rng.choice(OPENINGS), slots)} {text}"
    return capitalised(text) + "."


def body(rng: Random, slots: Slots) -> str:
    """Paragraphs of one to four sentences, about as long as a newspaper article."""
    wanted = min(LONGEST, max(SHORTEST, MEDIAN_CHARACTERS * rng.lognormvariate(0, 0.5)))
    paragraphs, length = [], 0
    while length < wanted:
        text = " ".join(sentence(rng, slots) for _ in range(rng.randint(1, 4)))
        paragraphs.append(text)
        length += len(text)
    return "\n\n".join(paragraphs)


def article(world: World, number: int) -> dict[str, str | None]:
    """An article as a row of the usual fields."""
    rng, slots = world.rng, article_slots(world)
    outlet, site = rng.choices(world.outlets, cum_weights=world.outlet_weights)[0]
    published = FIRST_DAY + timedelta(rng.randrange(DAYS))
    return {
        "id": f"a{number:07}",
        "title": capitalised(filled(rng.choice(TITLES), slots)),
        "text": body(rng, slots),
        "date": None if rng.random() < UNDATED else published.isoformat(),
        "outlet": outlet,
        "url": f"https://{site}/{published:%Y/%m}/{number}",
        "author": rng.choice(world.people),
    }


def articles(size: int, seed: int) -> Iterator[dict[str, str | None]]:
    """The first `size` articles of this seed, whatever the size."""
    world = new_world(seed)
    return (article(world, number) for number in range(size))


def write_corpus(out: Path, size: int, seed: int) -> None:
    """Write the articles as JSON Lines; the file appears only when complete."""
    unfinished = out.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as lines:
        for row in articles(size, seed):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    unfinished.replace(out)


@click.command()
@click.option("--size", default=30_000, show_default=True, help="Articles.")
@click.option("--seed", default=1, show_default=True)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def main(size: int, seed: int, out: Path) -> None:
    """Write generated news articles to OUT as JSON Lines."""
    write_corpus(out, size, seed)


if __name__ == "__main__":
    main()
