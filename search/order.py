"""The total order of hits: score, then date (newest first, undated last), then id."""

from __future__ import annotations

from datetime import date

from search.engine import Sort

UNDATED = 99_999_999  # sorts after every day, also when days are turned round


def day_number(day: date) -> int:
    """A day as YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def order_key(sort: Sort, day: date | None, identity: str) -> str:
    """A string whose ascending order is the order of hits with equal scores."""
    number = UNDATED if day is None else day_number(day)
    if sort is not Sort.OLDEST and day is not None:
        number = UNDATED - 1 - number
    return f"{number:08d}{identity}"


def comparable(score: float) -> float:
    """A score without the last digits, which depend on the order of summing."""
    return float(f"{score:.5g}")
