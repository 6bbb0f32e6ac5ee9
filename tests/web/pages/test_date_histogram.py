"""The histogram: all days, months, years or decades from first to last, each bar a link."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.results.facets import build_facets
from onrecord.search.results.models import FacetCount, Facets
from onrecord.web.pages.date_histogram import (
    HEIGHT,
    MAX_BARS,
    MIN_BAR_HEIGHT,
    WIDTH,
    DateHistogram,
    date_histogram,
)
from onrecord.web.urls.search_params import SearchParams
from tests.web.conftest import client_of, engine_of
from tests.web.pages.test_search_page import found_ids, page


@pytest.fixture(scope="module")
def app() -> Flask:
    return client_of(engine_of([])).application


def drawn(app: Flask, counts: dict[str, int]) -> DateHistogram | None:
    with app.test_request_context():
        return date_histogram(facets(counts), SearchParams(q="putin"))


def facets(days: dict[str, int]) -> Facets:
    """What an engine says of so many articles of each day."""
    by_day = Counter({int(day.replace("-", "")): count for day, count in days.items()})
    months: Counter[int] = Counter()
    for day, count in by_day.items():
        months[day // 100] += count
    return build_facets({}, {}, months, lambda: by_day)


DRAWN = [  # counts by day, the unit, labels and counts of the bars, range of the first
    (
        {"2024-03-01": 2, "2024-02-28": 5},
        "day",
        [("28 February 2024", 5), ("29 February 2024", 0), ("1 March 2024", 2)],
        ("2024-02-28", "2024-02-28"),
    ),
    (
        {"2024-03-31": 2, "2024-01-01": 5},
        "month",
        [("January 2024", 5), ("February 2024", 0), ("March 2024", 2)],
        ("2024-01", "2024-01"),
    ),
    (
        {"2024-03-01": 2, "2024-01-01": 5, "2018-12-24": 1},
        "year",
        [("2018", 1), *((str(year), 0) for year in range(2019, 2024)), ("2024", 7)],
        ("2018", "2018"),
    ),
    (
        {"2024-03-01": 2, "1955-01-01": 1, "1950-06-06": 1},
        "decade",
        [
            ("1950–1959", 2),
            *((f"{ten}–{ten + 9}", 0) for ten in range(1960, 2020, 10)),
            ("2020–2029", 2),
        ],
        ("1950", "1959"),
    ),
]


@pytest.mark.parametrize(("counts", "unit", "bars", "first"), DRAWN)
def test_bars(
    app: Flask,
    counts: dict[str, int],
    unit: str,
    bars: list[tuple[str, int]],
    first: tuple[str, str],
) -> None:
    shown = drawn(app, counts)
    assert shown is not None
    assert shown.interval == unit
    assert [(bar.label, bar.count) for bar in shown.bars] == bars
    asked = parse_qs(urlsplit(shown.bars[0].href).query)
    assert asked == {"q": ["putin"], "from": [first[0]], "to": [first[1]]}


LABELS = [  # counts by day, what is written below the bars
    ({"2024-03-01": 2, "2024-02-29": 5}, ["29 Feb 2024", "1 Mar 2024"]),
    (
        {"2024-09-30": 2, "2024-04-01": 5},
        ["Apr 2024", "May 2024", "Jun 2024", "Jul 2024", "Aug 2024", "Sep 2024"],
    ),
    ({"2024-10-01": 2, "2024-01-01": 5}, ["Jan 2024", "Oct 2024"]),
    ({"2024-07-01": 2, "2024-01-01": 5}, ["Jan 2024", "Jul 2024"]),
    ({"2024-03-01": 2, "1955-01-01": 1}, ["1950–1959", "2020–2029"]),
]


@pytest.mark.parametrize(("counts", "labels"), LABELS)
def test_labels_fit_a_phone(app: Flask, counts: dict[str, int], labels: list[str]) -> None:
    shown = drawn(app, counts)
    assert shown is not None
    assert list(shown.labels) == labels


@pytest.mark.parametrize("counts", [{}, {"2024-03-01": 9}])
def test_one_bar_is_no_histogram(app: Flask, counts: dict[str, int]) -> None:
    assert drawn(app, counts) is None


INTERVALS = [  # the first and the last day, the interval
    ("2024-02-01", "2024-03-31", "day"),  # 60 bars
    ("2024-01-31", "2024-03-31", "month"),  # 61 days
    ("2019-01-01", "2023-12-31", "month"),
    ("2019-01-01", "2024-01-01", "year"),  # 61 months
    ("1964-06-01", "2023-06-01", "year"),
    ("1963-06-01", "2023-06-01", "decade"),
    ("0001-01-01", "0150-01-01", "decade"),
]


@pytest.mark.parametrize(("first", "last", "interval"), INTERVALS)
def test_the_finest_interval_with_up_to_sixty_bars(
    app: Flask, first: str, last: str, interval: str
) -> None:
    values = {
        "day": tuple(FacetCount(day, 1) for day in (first, last)),
        "month": tuple(FacetCount(day[:7], 1) for day in (first, last)),
    }
    with app.test_request_context():
        shown = date_histogram(values, SearchParams())
    assert shown is not None
    assert shown.interval == interval


def test_bars_stand_in_the_middle_of_their_slots(app: Flask) -> None:
    shown = drawn(app, {"2024-03-01": 1000, "2024-03-02": 1, "2024-03-04": 500})
    assert shown is not None
    assert (shown.slot_width, shown.bar_width) == (160, 32)
    assert [(bar.slot, bar.x, bar.height) for bar in shown.bars] == [
        (0, 64, 48),
        (160, 224, 3),
        (320, 384, 0),
        (480, 544, 24),
    ]
    assert [bool(bar.href) for bar in shown.bars] == [True, True, False, True]
    assert shown.highest is shown.bars[0]


def test_many_bars_have_gaps(app: Flask) -> None:
    shown = drawn(app, {"2024-02-01": 1, "2024-03-11": 1})
    assert shown is not None
    assert (len(shown.bars), shown.slot_width, shown.bar_width) == (40, 16, 12.8)
    assert shown.bars[1].x == 17.6


days = st.dates(date(1900, 1, 1), date(2030, 12, 31)).map(date.isoformat)


@given(counts=st.dictionaries(days, st.integers(1, 10**6), min_size=2))
def test_any_counts_fit_the_drawing(app: Flask, counts: dict[str, int]) -> None:
    shown = drawn(app, counts)
    if shown is None:
        return
    assert len(shown.bars) <= MAX_BARS
    assert sum(bar.count for bar in shown.bars) == sum(counts.values())
    assert all(MIN_BAR_HEIGHT <= bar.height <= HEIGHT for bar in shown.bars if bar.count)
    assert all(0 <= bar.x <= WIDTH - shown.bar_width + 0.1 for bar in shown.bars)
    assert shown.highest.height == HEIGHT


CHOSEN = [
    {},
    {"from": "2024-01-01", "to": "2024-03-15"},
    {"to": "2024-03-14"},
    {"from": "2023"},
    {"period": "2024"},
]


@pytest.mark.parametrize("chosen", CHOSEN)
def test_every_row_of_the_table_finds_as_many_as_it_says(
    client: FlaskClient, chosen: dict[str, str]
) -> None:
    text = page(client, "/", q="putin OR navalnaya OR troops OR war", **chosen)
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">[^<]*</a></th><td>(\d+)</td>', text)
    assert len(rows) > 1
    for href, count in rows:
        assert len(found_ids(page(client, unescape(href)))) == int(count)
