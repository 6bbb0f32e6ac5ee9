"""How much each word of a quotation tells: rare ones more than those that every article has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from search.engine import Engine

RARE = 0.01  # a word in no more than this share of the articles tells as much as a word can


@dataclass(frozen=True)
class Rarity:
    """In how many of the articles each word stands."""

    articles: int
    holding: Mapping[str, int]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """1 for a rare word, down to 0.15 for one of every article (0.5 where articles are few)."""
        few = max(RARE * self.articles, 1)
        most = log(1 + self.articles / few) or 1.0
        return {
            word: log(1 + self.articles / max(held, few)) / most
            for word, held in self.holding.items()
        }

    def weigh(self, words: Iterable[str]) -> float:
        """The weight of these words of the quotation together."""
        return sum(map(self.weights.__getitem__, words))


def rarity_of(words: Iterable[str], engine: Engine, articles: int) -> Rarity:
    """The rarity of these words in an index of so many articles."""
    return Rarity(articles, engine.holding(dict.fromkeys(words)))
