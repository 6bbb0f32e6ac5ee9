"""Term weights by inverse document frequency: rare words count more than common ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import log

RARE_SHARE = 0.01  # words in at most this share of the articles have weight 1


@dataclass(frozen=True, slots=True)
class TermWeights:
    """The document frequency and the weight of terms; each term is looked up once.

    A rare term has weight 1, one in every article 0.15 (0.5 in a tiny index).
    """

    articles: int
    lookup: Callable[[Iterable[str]], Mapping[str, int]]
    doc_freq: dict[str, int] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def load(self, terms: Iterable[str]) -> None:
        """Look up the terms that are not known yet."""
        unknown = [term for term in dict.fromkeys(terms) if term not in self.doc_freq]
        if unknown:
            self.doc_freq.update(self.lookup(unknown))
            self.weights.update({term: self._weight(self.doc_freq[term]) for term in unknown})

    def total(self, terms: Iterable[str]) -> float:
        """The weight of several known terms."""
        return sum(map(self.weights.__getitem__, terms))

    def _weight(self, doc_freq: int) -> float:
        rare = max(RARE_SHARE * self.articles, 1)
        maximum = log(1 + self.articles / rare) or 1.0
        return log(1 + self.articles / max(doc_freq, rare)) / maximum
