"""Facets: how the articles found divide by outlet, language and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from onrecord.search.results.models import FacetCount, Facets

MAX_MONTHS_BY_DAY = 3  # a day is of interest within weeks, not within decades


def build_facets(
    outlets: Mapping[str, int],
    languages: Mapping[str, int],
    months: Mapping[int, int],
    days: Callable[[], Mapping[int, int]],
) -> Facets:
    """Facets from exact counts; names by count, times newest first.

    Months and days are numbers, 202403 and 20240315; days are asked for only if they are wanted.
    """
    years: Counter[int] = Counter()
    for month, count in months.items():
        years[month // 100] += count
    return {
        "outlet": _by_count(outlets),
        "language": _by_count(languages),
        "year": _newest_first(years, _year),
        "month": _newest_first(months, _month),
        "day": _newest_first(days(), _day) if _are_close(months) else (),
    }


def _are_close(months: Mapping[int, int]) -> bool:
    """Whether all months lie within the few that are divided by days."""
    counted = [month // 100 * 12 + month % 100 for month in months]
    return bool(counted) and max(counted) - min(counted) < MAX_MONTHS_BY_DAY


def _by_count(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _newest_first(
    counts: Mapping[int, int], written: Callable[[int], str]
) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(written(time), counts[time]) for time in sorted(counts, reverse=True))


def _year(number: int) -> str:
    return f"{number:04d}"


def _month(number: int) -> str:
    return f"{_year(number // 100)}-{number % 100:02d}"


def _day(number: int) -> str:
    return f"{_month(number // 100)}-{number % 100:02d}"
