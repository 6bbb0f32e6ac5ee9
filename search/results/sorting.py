"""The total order of hits: by score, then date (newest first, undated last), then id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onrecord.index.text.dates import day_number

UNDATED = 99_999_999  # sorts after every day in both directions


class Sort(StrEnum):
    """Sort orders; ties by date (newest first, undated last), then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class SearchAfter:
    """The sort position of a hit, to continue after it."""

    score: float
    key: str
    rank: int  # from 1


def sort_key(sort: Sort, day: date | None, identity: str) -> str:
    """Orders hits of equal score when sorted ascending."""
    number = UNDATED if day is None else day_number(day)
    if sort is not Sort.OLDEST and day is not None:
        number = UNDATED - 1 - number
    return f"{number:08d}{identity}"


def round_score(score: float) -> float:
    """Drops the last digits, which depend on the order of summing."""
    return float(f"{score:.5g}")
