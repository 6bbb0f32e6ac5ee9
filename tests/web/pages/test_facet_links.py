"""Facet values as links: which are shown, and what following them selects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.search.results.models import FacetCount, Facets
from onrecord.web.pages.facet_links import FacetGroup, facet_groups
from onrecord.web.urls.search_params import SearchParams
from tests.web.conftest import client_of, engine_of


@pytest.fixture(scope="module", autouse=True)
def _request() -> Iterator[None]:
    with client_of(engine_of([])).application.test_request_context():
        yield


def facets(**values: list[tuple[str, int]]) -> Facets:
    return {name: tuple(FacetCount(*value) for value in counts) for name, counts in values.items()}


def outlets(count: int) -> list[tuple[str, int]]:
    return [(f"o{number:03}", 1000 - number) for number in range(count)]


def group(params: SearchParams, **values: list[tuple[str, int]]) -> FacetGroup:
    counts = facets(**values)
    [only] = facet_groups(counts, counts, 10_000, params)
    return only


SHOWN = [  # outlets, the selected one, shown at once, on request, omitted
    (8, None, 8, 0, 0),
    (9, None, 8, 1, 0),
    (100, None, 8, 92, 0),
    (101, None, 8, 92, 1),
    (20, "o019", 8, 12, 0),  # the selected one comes first
]


@pytest.mark.parametrize(("count", "selected", "at_once", "more", "omitted"), SHOWN)
def test_eight_values_at_once_and_a_hundred_on_request(
    count: int, selected: str | None, at_once: int, more: int, omitted: int
) -> None:
    params = SearchParams(outlets=(selected,) if selected else ())
    shown = group(params, outlet=outlets(count))
    assert (len(shown.links), len(shown.more), shown.omitted) == (at_once, more, omitted)
    if selected:
        assert (shown.links[0].label, shown.links[0].is_selected) == (selected, True)
        assert shown.links[0].href == "/"


def test_selected_languages_are_among_those_shown_at_once() -> None:
    codes = [(f"l{number}", 1) for number in range(12)]
    shown = group(SearchParams(languages=("l10",)), language=codes)
    assert [link.label for link in shown.links] == [code for code, _ in codes[:11]]
    assert [link.label for link in shown.more] == ["l11"]


def test_unknown_values_are_counted() -> None:
    counts = facets(outlet=[("A", 2), ("B", 3)], language=[("en", 7)], year=[("2024", 6)])
    groups = facet_groups(counts, counts, 7, SearchParams(q="x"))
    assert [(one.name, one.unknown) for one in groups] == [
        ("outlet", 2),
        ("published", 1),
        ("language", 0),
    ]


YEARS = [("2024", 5), ("2023", 2)]
MONTHS = [("2024-03", 3), ("2024-02", 2), ("2023-01", 2)]
PERIODS = [  # selected, years, the labels with months indented and selected ones starred
    ((), YEARS, ["2024", "2023"]),
    ((), YEARS[:1], ["2024", "  March 2024", "  February 2024"]),
    (("2023",), YEARS, ["2024", "2023*", "  January 2023"]),
    (("2024-03",), YEARS, ["2024", "  March 2024*", "  February 2024", "2023"]),
]


@pytest.mark.parametrize(("selected", "years", "labels"), PERIODS)
def test_months_are_listed_below_their_year(
    selected: tuple[str, ...], years: list[tuple[str, int]], labels: list[str]
) -> None:
    shown = group(SearchParams(periods=selected), year=years, month=MONTHS)
    assert [
        f"{'  ' * link.is_nested}{link.label}{'*' * link.is_selected}" for link in shown.links
    ] == labels


FOLLOWED = [  # selected, the label followed, the periods then
    ((), "2024", "/?period=2024"),
    (("2024",), "2024", "/"),
    (("2024",), "March 2024", "/?period=2024-03"),
    (("2024-03", "2023"), "2024", "/?period=2023&period=2024"),
    (("2024-03",), "February 2024", "/?period=2024-03&period=2024-02"),
    (("2024-03",), "March 2024", "/"),
]


@pytest.mark.parametrize(("selected", "label", "href"), FOLLOWED)
def test_a_month_replaces_its_year_and_a_year_its_months(
    selected: tuple[str, ...], label: str, href: str
) -> None:
    shown = group(SearchParams(periods=selected), year=YEARS, month=MONTHS)
    assert [link.href for link in shown.links if link.label == label] == [href]
