"""The fields that engines store, filter and sort by."""

from __future__ import annotations

import json
from datetime import date

import pytest

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.stored_fields import date_of, from_json, index_fields, to_json
from tests.corpus import article

FULL = article(
    "a",
    "Title",
    "Text",
    date=date(2024, 3, 15),
    outlet="Example",
    url="https://example.org/x",
    author="Ann",
)
BARE = article("b", "", "", language=None)


@pytest.mark.parametrize("one", [FULL, BARE])
def test_an_article_survives_json(one: Article) -> None:
    assert from_json(json.loads(json.dumps(to_json(one)))) == one


def test_dates_are_iso_in_json() -> None:
    assert to_json(FULL)["date"] == "2024-03-15"
    assert to_json(BARE)["date"] is None


def test_fields_of_an_article() -> None:
    analysed = analyse(FULL, "12345")
    assert index_fields(analysed) == {
        "id": "a",
        "source": "a.txt",
        "place": list(analysed.url_prefixes),
        "fingerprint": "12345",
        "outlet": "Example",
        "language": "en",
        "newest": "79759683a",  # 99,999,998 less the day
        "oldest": "20240315a",
        "day": 20240315,
        "month": 202403,
    }


def test_unknown_fields_are_left_out() -> None:
    assert index_fields(analyse(BARE, "12345")) == {
        "id": "b",
        "source": "b.txt",
        "place": [],
        "fingerprint": "12345",
        "newest": "99999999b",
        "oldest": "99999999b",
    }


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (None, None),
        (20240315.0, date(2024, 3, 15)),  # as aggregations return it
        (19991231, date(1999, 12, 31)),
        (10000101, date(1000, 1, 1)),
    ],
)
def test_the_date_of_a_day_number(number: float | None, day: date | None) -> None:
    assert date_of(number) == day
