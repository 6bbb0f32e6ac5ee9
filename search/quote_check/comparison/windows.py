"""The stretches of an article where most of some words stand close together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_MET = 2_000  # places of words looked at in one article, those of its rarest words
SLACK = 6  # words that may stand in between, besides as many as there are words

Weights = Mapping[str, float]
Met = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, stop) of an article, and the weight of the words sought that it has."""

    start: int
    stop: int
    weight: float


def windows(
    words: Sequence[str], tokens: Sequence[str], weights: Weights, start: int, stop: int | None
) -> Iterator[Window]:
    """The disjoint stretches of tokens [start, stop) that have most of the words, best first."""
    wanted = Counter(words)
    met = [(at, token) for at, token in enumerate(tokens) if token in wanted]
    met = _few([(at, token) for at, token in met if start <= at and (stop is None or at < stop)])
    while met:
        best = _best(met, wanted, weights, len(words) + SLACK)
        yield best
        met = [place for place in met if not best.start <= place[0] < best.stop]


def _few(met: Met) -> Met:
    """Not too many places: those of the words that are rarest in this article."""
    if len(met) <= MOST_MET:
        return met
    kept: set[str] = set()
    total = 0
    for word, count in reversed(Counter(word for _, word in met).most_common()):
        total += count
        if kept and total > MOST_MET:
            break
        kept.add(word)
    return [place for place in met if place[1] in kept]


def _best(met: Met, wanted: Mapping[str, int], weights: Weights, width: int) -> Window:
    """The heaviest window of this width; a word counts as often as it is wanted."""
    best, weight, tail = Window(met[0][0], met[0][0] + 1, 0.0), 0.0, 0
    held = dict.fromkeys(wanted, 0)
    for place, word in met:
        held[word] += 1
        if held[word] <= wanted[word]:
            weight += weights[word]
        while met[tail][0] <= place - width:
            old = met[tail][1]
            if held[old] <= wanted[old]:
                weight -= weights[old]
            held[old] -= 1
            tail += 1
        if weight > best.weight:
            best = Window(met[tail][0], place + 1, weight)
    return best
