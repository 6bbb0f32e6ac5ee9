"""A quotation laid beside a passage, as steps: what is the same, and what kind of difference is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """What a step of a comparison says; only those in CHANGES alter the quotation."""

    SAME = "same"
    SUBSTITUTED = "substituted"
    INSERTED = "inserted"  # the quotation has words that the article lacks
    LEFT_OUT = "left_out"  # the article has words that the quotation lacks, unmarked
    MOVED = "moved"  # the same words stand elsewhere in the passage
    BRACKETED = "bracketed"  # replaced inside square brackets, as the quotation says
    OMITTED = "omitted"  # left out where the quotation has an ellipsis
    INTERRUPTED = "interrupted"  # the article breaks the quotation off to say who spoke
    JUMP = "jump"  # from one passage to another, with nothing marking the gap


CHANGES = frozenset({EditKind.SUBSTITUTED, EditKind.INSERTED, EditKind.LEFT_OUT, EditKind.MOVED})
MARKED = frozenset({EditKind.BRACKETED, EditKind.OMITTED})
GAPS = frozenset({EditKind.OMITTED, EditKind.INTERRUPTED, EditKind.JUMP})


@dataclass(frozen=True, slots=True)
class Step:
    """Words [first, end) of the quotation beside tokens [start, stop) of the article.

    A jump back in the article has `stop` before `start`.
    """

    kind: EditKind
    first: int
    end: int
    start: int
    stop: int

    @property
    def claimed(self) -> int:
        """How many words of the quotation."""
        return self.end - self.first

    @property
    def found(self) -> int:
        """How many words of the article."""
        return self.stop - self.start


def same_words(steps: Iterable[Step]) -> list[int]:
    """The words of the quotation that the passage has."""
    same = (step for step in steps if step.kind in (EditKind.SAME, EditKind.MOVED))
    return [word for step in same for word in range(step.first, step.end)]


def longest_run(steps: Iterable[Step]) -> Step | None:
    """The longest stretch of words that are the same."""
    same = [step for step in steps if step.kind is EditKind.SAME]
    return max(same, key=lambda step: step.claimed, default=None)
