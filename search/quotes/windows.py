"""The stretches of an article where most of some words stand close together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis import Analysis

MOST_MET = 2_000  # places of words looked at in one article, the rarest words first
SLACK = 6  # words that may stand in between, besides as many as there are words

Weigh = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, stop) of an article, and the weight of the words sought that it has."""

    start: int
    stop: int
    weight: float


def windows(
    words: Sequence[str], analysis: Analysis, weigh: Weigh, start: int = 0, stop: int | None = None
) -> Iterator[Window]:
    """The stretches that have most of the words, best first and disjoint."""
    met = _met(words, analysis, weigh)
    met = [at for at in met if start <= at[0] and (stop is None or at[0] < stop)]
    while met:
        best = _best(met, Counter(words), weigh, len(words) + SLACK)
        yield best
        met = [at for at in met if not best.start <= at[0] < best.stop]


def _met(words: Sequence[str], analysis: Analysis, weigh: Weigh) -> list[tuple[int, str]]:
    """Where the words stand, in order."""
    met: list[tuple[int, str]] = []
    for word in sorted(dict.fromkeys(words), key=weigh, reverse=True):
        places = analysis.positions([word], stemmed=False)
        if met and len(met) + len(places) > MOST_MET:
            break
        met += [(place, word) for place in places]
    return sorted(met)


def _best(met: list[tuple[int, str]], wanted: Counter[str], weigh: Weigh, width: int) -> Window:
    """The heaviest window of this width; a word counts as often as it is wanted."""
    best, weight, tail = Window(met[0][0], met[0][0] + 1, 0.0), 0.0, 0
    held: Counter[str] = Counter()
    for place, word in met:
        held[word] += 1
        weight += weigh(word) if held[word] <= wanted[word] else 0.0
        while met[tail][0] <= place - width:
            old = met[tail][1]
            weight -= weigh(old) if held[old] <= wanted[old] else 0.0
            held[old] -= 1
            tail += 1
        if weight > best.weight:
            best = Window(met[tail][0], place + 1, weight)
    return best
