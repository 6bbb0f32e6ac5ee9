"""Facets: counts of the matching articles by outlet, language and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from onrecord.search.results.models import FacetCount, Facets

MAX_MONTHS_BY_DAY = 3  # days are of interest within weeks, not decades


def build_facets(
    outlets: Mapping[str, int],
    languages: Mapping[str, int],
    months: Mapping[int, int],
    days: Callable[[], Mapping[int, int]],
) -> Facets:
    """Facets from exact counts; names by count, times newest first.

    Months and days are numbers, 202403 and 20240315; `days` is called only if they are shown.
    """
    years: Counter[int] = Counter()
    for month, count in months.items():
        years[month // 100] += count
    return {
        "outlet": _by_count(outlets),
        "language": _by_count(languages),
        "year": _newest_first(years),
        "month": _newest_first(months),
        "day": _newest_first(days()) if _is_short(months) else (),
    }


def _is_short(months: Mapping[int, int]) -> bool:
    """Whether all months are within MAX_MONTHS_BY_DAY."""
    counted = [month // 100 * 12 + month % 100 for month in months]
    return bool(counted) and max(counted) - min(counted) < MAX_MONTHS_BY_DAY


def _by_count(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _newest_first(counts: Mapping[int, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(_iso(time), counts[time]) for time in sorted(counts, reverse=True))


def _iso(number: int) -> str:
    """2024, 202403 or 20240315 with hyphens."""
    if number < 10_000:
        return f"{number:04d}"
    return f"{_iso(number // 100)}-{number % 100:02d}"
