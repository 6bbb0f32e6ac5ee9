"""Finds phrases and nearby groups of words by the positions of their tokens.

The reference for what engines do natively; engines verify with it what they cannot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One match, as runs of adjacent tokens: (first, last) positions, in order."""

    runs: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        return self.runs[0][0]

    @property
    def last(self) -> int:
        return self.runs[-1][1]

    @property
    def gap(self) -> int:
        """The number of other words in between."""
        return self.last - self.first + 1 - sum(last - first + 1 for first, last in self.runs)


def adjacent(positions: Sequence[Sequence[int]]) -> list[int]:
    """Where words stand side by side, in order, given the positions of each."""
    starts = set(positions[0])
    for offset, own in enumerate(positions[1:], start=1):
        starts &= {position - offset for position in own}
        if not starts:
            return []
    return sorted(starts)


def occurrences(groups: Sequence[Sequence[Sequence[int]]], gap: int) -> list[Occurrence]:
    """The tightest matches of groups in order with up to `gap` tokens in between.

    `groups` has the sorted positions of each word of each group.
    """
    starts = [adjacent(positions) for positions in groups]
    lengths = [len(positions) for positions in groups]
    if len(groups) == 1:
        return [Occurrence(((at, at + lengths[0] - 1),)) for at in starts[0]]
    chains = (_shortest_chain(first, starts, lengths) for first in starts[0])
    fitting = [chain for chain in chains if chain and chain.gap <= gap]
    # Of two chains with the same end, the one that starts later is tighter.
    return list({match.last: match for match in fitting}.values())


def _shortest_chain(first: int, starts: list[list[int]], lengths: list[int]) -> Occurrence | None:
    """The match that begins here and takes each further group as early as possible."""
    runs = [(first, first + lengths[0] - 1)]
    for group, length in zip(starts[1:], lengths[1:], strict=True):
        at = bisect_left(group, runs[-1][1] + 1)
        if at == len(group):
            return None
        runs.append((group[at], group[at] + length - 1))
    return Occurrence(tuple(runs))
