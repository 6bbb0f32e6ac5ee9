"""Positional matching: where groups of slots stand in a sequence of tokens.

One implementation for the memory engine, the highlighter and whatever an engine cannot do itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One match: the stretches of adjacent tokens it is made of, as (first, last) positions."""

    runs: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        return self.runs[0][0]

    @property
    def last(self) -> int:
        return self.runs[-1][1]

    @property
    def gap(self) -> int:
        """How many other words stand in between."""
        return self.last - self.first + 1 - sum(last - first + 1 for first, last in self.runs)


def adjacent(slots: Sequence[Sequence[int]]) -> list[int]:
    """Starts of all places where each slot has one of its positions, side by side."""
    starts = set(slots[0])
    for offset, positions in enumerate(slots[1:], start=1):
        starts &= {position - offset for position in positions}
        if not starts:
            return []
    return sorted(starts)


def occurrences(groups: Sequence[Sequence[Sequence[int]]], gap: int) -> list[Occurrence]:
    """The tightest matches of groups in this order with at most `gap` tokens in between.

    `groups` holds, for each slot of each group, its sorted positions.
    """
    starts = [adjacent(slots) for slots in groups]
    lengths = [len(slots) for slots in groups]
    if len(groups) == 1:
        return [Occurrence(((at, at + lengths[0] - 1),)) for at in starts[0]]
    chains = (_chain(first, starts, lengths) for first in starts[0])
    fitting = [chain for chain in chains if chain and chain.gap <= gap]
    # Two starts may reach the same end: the later one is the tighter match.
    return list({match.last: match for match in fitting}.values())


def _chain(first: int, starts: list[list[int]], lengths: list[int]) -> Occurrence | None:
    """The match that begins here and ends soonest: each group as early as it can stand."""
    runs = [(first, first + lengths[0] - 1)]
    for group, length in zip(starts[1:], lengths[1:], strict=True):
        at = bisect_left(group, runs[-1][1] + 1)
        if at == len(group):
            return None
        runs.append((group[at], group[at] + length - 1))
    return Occurrence(tuple(runs))
