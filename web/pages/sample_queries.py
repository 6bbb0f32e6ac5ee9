"""Queries to try: each finds something in this very index."""

from __future__ import annotations

from datetime import date

from onrecord.search.engines.base import Engine
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search

Example = tuple[str, str]  # a query, and what it does

HEADLINES = 5  # so many of the newest are looked through for words that will do
WORDS = 3
ENOUGH_LETTERS = 6  # for a wildcard that stands for few words
OF_THE_SEEDS: tuple[Example, ...] = (
    ('"noon against Putin"', "exactly these words, in this order"),
    ("recognise NEAR/6 election", "both words, in any form, at most six words apart"),
    ('"temporarily occupied territor*" after:2024-03-01', "a wildcard in a phrase, and a date"),
    ("Navalnaya~1", "one letter may differ"),
    ('stem:"support Putin" OR title:election', "a phrase in any form, or in a headline"),
)


def examples(engine: Engine) -> tuple[Example, ...]:
    """Those of the seeds where they find something, or no headline has words for others."""
    if all(search(engine, SearchRequest(query, limit=1)).total for query, _ in OF_THE_SEEDS):
        return OF_THE_SEEDS
    newest = SearchRequest("*", limit=HEADLINES, sort=Sort.NEWEST)
    for hit in search(engine, newest).hits:
        if words := _words(hit.title):
            return _of(words, hit.date)
    return OF_THE_SEEDS


def _words(headline: str) -> list[str]:
    """The three neighbours with the most letters, if one of them is long; else none."""
    pieces = headline.split()
    runs = [pieces[at : at + WORDS] for at in range(len(pieces) - WORDS + 1)]
    whole = [run for run in runs if all(map(str.isalpha, run))]
    best = max(whole, key=lambda run: len("".join(run)), default=[])
    return best if len(max(best, key=len, default="")) >= ENOUGH_LETTERS else []


def _of(words: list[str], day: date | None) -> tuple[Example, ...]:
    first, second, third = (word.lower() for word in words)  # AND and OR are words here
    longest = max(first, second, third, key=len)
    return (
        (f'"{" ".join(words)}"', "exactly these words, in this order"),
        (f"{first} NEAR/6 {third}", "both words, in any form, at most six words apart"),
        (f"{longest[:-1]}* after:{day}", "any ending, and a date")
        if day
        else (f"{longest[:-1]}*", "any ending"),
        (f"{longest}~1", "one letter may differ"),
        (f'stem:"{first} {second}" OR title:{third}', "a phrase in any form, or in a headline"),
    )
