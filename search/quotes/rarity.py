"""How much each word of a quotation tells: rare ones more than those that every article has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from search.engine import Engine

RARE = 0.01  # a word in no more than this share of the articles tells as much as a word can


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of the articles each word stands."""

    articles: int
    holding: Mapping[str, int]

    def weight(self, word: str) -> float:
        """From about 0.7 for a word of every article to 4.6 for a rare one."""
        held = max(self.holding.get(word, 0), RARE * self.articles)
        return log(1 + (self.articles + 1) / (held + 1))

    def weigh(self, words: Iterable[str]) -> float:
        return sum(map(self.weight, words))


def rarity_of(words: Iterable[str], engine: Engine, articles: int) -> Rarity:
    """The rarity of these words in an index of so many articles."""
    return Rarity(articles, engine.holding(dict.fromkeys(words)))
