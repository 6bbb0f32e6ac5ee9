"""Facets: how the articles found divide by outlet, language, year and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from search.results import FacetCount, Facets


def facets_of(
    outlets: Mapping[str, int], languages: Mapping[str, int], months: Mapping[str, int]
) -> Facets:
    """Facets from exact counts; names by count, years and months (YYYY-MM) newest first."""
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:4]] += count
    return {
        "outlet": _by_count(outlets),
        "language": _by_count(languages),
        "year": _newest_first(years),
        "month": _newest_first(months),
    }


def _by_count(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _newest_first(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, counts[value]) for value in sorted(counts, reverse=True))
