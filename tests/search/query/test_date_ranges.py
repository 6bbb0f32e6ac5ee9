"""Written dates become ranges of calendar days, both ends included."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.query.date_ranges import RELATIVE, day_range

WEDNESDAY = date(2024, 3, 20)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2024-3-5", "2024-03-05", "2024-03-05"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-1", "2024-01-01", "2024-01-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2024-03-01..2024-03-17", "2024-03-01", "2024-03-17"),
        ("2023..2024-02", "2023-01-01", "2024-02-29"),
        (" 2024-03-01 .. 2024-03-17 ", "2024-03-01", "2024-03-17"),
        ("2024-03-17..2024-03-17", "2024-03-17", "2024-03-17"),
        ("..2024-03", None, "2024-03-31"),
        ("2024-03..", "2024-03-01", None),
        ("yesterday..today", "2024-03-19", "2024-03-20"),
        ("last week..", "2024-03-11", None),
        ("today", "2024-03-20", "2024-03-20"),
        ("Yesterday", "2024-03-19", "2024-03-19"),
        ("this week", "2024-03-18", "2024-03-24"),
        ("Last  Week", "2024-03-11", "2024-03-17"),
        ("this month", "2024-03-01", "2024-03-31"),
        ("last month", "2024-02-01", "2024-02-29"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("last 1 day", "2024-03-20", "2024-03-20"),
        ("last 7 days", "2024-03-14", "2024-03-20"),
        ("past 2 weeks", "2024-03-07", "2024-03-20"),
        ("last 3 months", "2023-12-22", "2024-03-20"),
        ("last 1 year", "2023-03-22", "2024-03-20"),
        ("last 9999 years", "0001-01-01", "2024-03-20"),
    ],
)
def test_range(written: str, first: str | None, last: str | None) -> None:
    found = tuple(day and day.isoformat() for day in day_range(written, WEDNESDAY))
    assert found == (first, last)


@pytest.mark.parametrize(
    ("today", "written", "first", "last"),
    [
        ("2024-01-01", "yesterday", "2023-12-31", "2023-12-31"),  # over the new year
        ("2024-01-15", "last month", "2023-12-01", "2023-12-31"),
        ("2024-03-31", "last month", "2024-02-01", "2024-02-29"),
        ("2024-03-17", "this week", "2024-03-11", "2024-03-17"),  # a Sunday ends its week
        ("2024-03-18", "this week", "2024-03-18", "2024-03-24"),  # a Monday begins one
        ("2024-02-29", "last year", "2023-01-01", "2023-12-31"),
    ],
)
def test_range_on_other_days(today: str, written: str, first: str, last: str) -> None:
    found = day_range(written, date.fromisoformat(today))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "'' is not a date"),
        ("24-03-01", "'24-03-01' is not a date; write 2024, 2024-03 or 2024-03-15"),
        ("15.03.2024", "'15.03.2024' is not a date"),
        ("٢٠٢٤", "'٢٠٢٤' is not a date"),
        ("next week", "'next week' is not a date"),
        ("2024-00", "there is no month 0"),
        ("2024-13", "there is no month 13"),
        ("2024-03-00", "March 2024 has no day 0"),
        ("2024-04-31", "April 2024 has no day 31"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("0000-01-01", "there is no year 0000"),
        ("..", "a range needs a first or a last day, as in 2024-03-01..2024-03-17"),
        ("2024...2025", "'.2025' is not a date"),
        ("2025..2024", r"the range ends \(2024-12-31\) before it begins \(2025-01-01\)"),
        ("last 0 weeks", "a period of 0 days is empty"),
    ],
)
def test_what_is_no_date_is_told(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        day_range(written, WEDNESDAY)


@given(st.dates(), st.sampled_from([*RELATIVE, "last 9999 days", "last 20 months"]))
def test_words_for_days_work_on_any_day(today: date, written: str) -> None:
    if today.year == 1 or today.year == 9999:
        return  # the calendar ends there
    first, last = day_range(written, today)
    assert first is not None
    assert last is not None
    assert first <= last


@given(st.dates())
def test_a_day_is_the_range_from_itself_to_itself(day: date) -> None:
    assert day_range(f"{day}", day) == day_range(f"{day}..{day}", day) == (day, day)
