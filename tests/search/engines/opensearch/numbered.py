"""Articles to fill a cluster with."""

from __future__ import annotations

from datetime import date

from onrecord.index.article import Article
from tests.corpus import article


def numbered(count: int) -> list[Article]:
    """Articles told apart by a word of their own, dated over some days, many tied in score."""
    days = [date(2024, 3, day) for day in range(1, 29)]
    return [
        article(
            f"{number:05d}",
            f"Report {number}",
            f"The number{number} of the day. " + "Peace, they said. " * (number % 4),
            date=days[number % len(days)] if number % 5 else None,
            outlet=("The Daily Example", "Example Review")[number % 2],
        )
        for number in range(count)
    ]
