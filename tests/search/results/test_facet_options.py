"""What else could be chosen beside the filters in force, with how many articles each would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.search.engines.base import Engine
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
