"""The total order of hits: score, then date (newest first, undated last), then id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onrecord.index.text.dates import day_number

UNDATED = 99_999_999  # sorts after every day, also when days are turned round


class Sort(StrEnum):
    """The order of hits; ties by date (newest first, undated last), then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class SearchAfter:
    """Where a hit stands in an order: enough to continue after it, whatever has been added."""

    score: float
    key: str
    rank: int  # how many hits stood up to and including this one


def sort_key(sort: Sort, day: date | None, identity: str) -> str:
    """A string whose ascending order is the order of hits with equal scores."""
    number = UNDATED if day is None else day_number(day)
    if sort is not Sort.OLDEST and day is not None:
        number = UNDATED - 1 - number
    return f"{number:08d}{identity}"


def round_score(score: float) -> float:
    """A score without the last digits, which depend on the order of summing."""
    return float(f"{score:.5g}")
