"""Facets from counts, and multi-select facets: each counted without its own filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.results.facets import build_facets
from onrecord.search.service import SearchRequest, facet_options, search

PUTIN = SearchRequest("putin OR peace", facets=True)
OUTLETS = [("Example Review", 2), ("themoscowtimes.com", 1)]
YEARS = [("2024", 3), ("2022", 1)]
OFFERED = [  # filters, facet, the values offered in it
    ({}, "outlet", OUTLETS),
    ({"outlets": ("Example Review",)}, "outlet", OUTLETS),
    ({"outlets": ("Example Review",)}, "year", [("2024", 2)]),
    ({"first": date(2024, 1, 1)}, "year", [("2024", 3)]),
    ({"periods": ("2024",)}, "year", YEARS),
    ({"first": date(2024, 2, 1)}, "outlet", [("Example Review", 1), ("themoscowtimes.com", 1)]),
    ({"periods": ("2022",)}, "month", [("2024-02", 2), ("2024-01", 1), ("2022-05", 1)]),
    ({"languages": ("en",), "last": date(2022, 12, 31)}, "language", [("en", 1)]),
    ({"languages": ("de",)}, "language", [("en", 4)]),
]


@pytest.mark.parametrize(("filters", "facet", "expected"), OFFERED)
def test_a_facet_is_counted_without_its_own_filter(
    engine: Engine, filters: dict[str, object], facet: str, expected: list[tuple[str, int]]
) -> None:
    request = replace(PUTIN, **filters)  # type: ignore[arg-type]  # named by the table
    facets = search(engine, request).facets
    assert facets is not None
    offered = facet_options(engine, request, facets)[facet]
    assert [(value.value, value.count) for value in offered] == expected


MONTHS = [  # months, whether they are divided by days
    ((202401,), True),
    ((202401, 202403), True),
    ((202401, 202404), False),
    ((202312, 202401, 202402), True),
    ((202311, 202402), False),
    ((202301, 202401), False),
    ((), False),
]


@pytest.mark.parametrize(("months", "by_day"), MONTHS)
def test_days_are_counted_within_three_months(months: tuple[int, ...], by_day: bool) -> None:
    facets = build_facets({}, {}, dict.fromkeys(months, 1), lambda: {20240101: 1})
    assert bool(facets["day"]) is by_day


@pytest.mark.parametrize(
    ("month", "year", "written"), [(100_001, "1000", "1000-01"), (999_912, "9999", "9999-12")]
)
def test_years_have_four_digits(month: int, year: str, written: str) -> None:
    facets = build_facets({}, {}, {month: 1}, lambda: {month * 100 + 9: 1})
    shown = [facets[name][0].value for name in ("year", "month", "day")]
    assert shown == [year, written, f"{written}-09"]


def test_names_come_by_count_and_times_newest_first() -> None:
    facets = build_facets(
        {"b": 1, "c": 2, "a": 1},
        {"de": 1, "en": 9},
        {202312: 3, 202401: 2, 202402: 4},
        lambda: {20231231: 3, 20240105: 2, 20240229: 4},
    )
    shown = {name: [(c.value, c.count) for c in counts] for name, counts in facets.items()}
    assert shown == {
        "outlet": [("c", 2), ("a", 1), ("b", 1)],
        "language": [("en", 9), ("de", 1)],
        "year": [("2024", 6), ("2023", 3)],
        "month": [("2024-02", 4), ("2024-01", 2), ("2023-12", 3)],
        "day": [("2024-02-29", 4), ("2024-01-05", 2), ("2023-12-31", 3)],
    }
