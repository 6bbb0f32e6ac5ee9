"""How much each word tells: rare ones more than those that every article has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from onrecord.search.engines.base import Engine

RARE = 0.01  # a word in no more than this share of the articles tells as much as a word can


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of the articles words stand; the engine is asked once for each.

    `weights` are 1 for a rare word, down to 0.15 for one of every article (0.5 where there are
    only a few articles).
    """

    articles: int
    ask: Callable[[Iterable[str]], Mapping[str, int]]
    holding: dict[str, int] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def learn(self, words: Iterable[str]) -> None:
        """Ask for those of the words that are not known yet."""
        unknown = [word for word in dict.fromkeys(words) if word not in self.holding]
        if unknown:
            self.holding.update(self.ask(unknown))
            self.weights.update({word: self._weight(self.holding[word]) for word in unknown})

    def weigh(self, words: Iterable[str]) -> float:
        """The weight of words that are known, together."""
        return sum(map(self.weights.__getitem__, words))

    def _weight(self, held: int) -> float:
        few = max(RARE * self.articles, 1)
        most = log(1 + self.articles / few) or 1.0
        return log(1 + self.articles / max(held, few)) / most


def rarity_of(words: Iterable[str], engine: Engine, articles: int) -> Rarity:
    """The rarity of words in an index of so many articles, these asked for already."""
    rarity = Rarity(articles, engine.doc_freq)
    rarity.learn(words)
    return rarity
