"""A written date is a calendar day exactly as written, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.dates import day_number, parse_date, parse_date_field

WRITTEN = [
    ("2024-02-17", "2024-02-17"),
    ("2024/02/17", "2024-02-17"),
    ("February 17, 2024", "2024-02-17"),
    ("FEBRUARY 17 2024", "2024-02-17"),
    ("Feb. 17, 2024", "2024-02-17"),
    ("February 17th, 2024", "2024-02-17"),
    ("17 February 2024", "2024-02-17"),
    ("17 Feb 2024", "2024-02-17"),
    ("1st of May 2020", "2020-05-01"),
    ("Saturday, February 17, 2024 at 10:30 AM EST", "2024-02-17"),
    ("Saturday, December 27, 2014, 12:06 PM", "2014-12-27"),
    ("Sat, 17 Feb 2024 23:30:00 -0500", "2024-02-17"),  # RFC 2822; the day as written there
    ("2024-02-17T23:30:00-05:00", "2024-02-17"),  # not the 18th of another zone
    ("2024-02-17T00:30:00+09:00", "2024-02-17"),
    ("2024-02-17T10:00:00.123Z", "2024-02-17"),
    ("2024-02-17 10:00:00 UTC", "2024-02-17"),
    ("26-FEB-1987 15:01:01.79", "1987-02-26"),
    ("17/02/2024", "2024-02-17"),
    ("02/17/2024", "2024-02-17"),
    ("03/03/2024", "2024-03-03"),
    ("2024-02-29", "2024-02-29"),
    ("  17 \n Feb  2024 ", "2024-02-17"),
    ("12/12/2024", "2024-12-12"),
    ("12/13/2024", "2024-12-13"),
    ("13/12/2024", "2024-12-13"),
    ("1000-01-01", "1000-01-01"),
    ("Wednesday, 14 February 2024 at 10:30:00.123456 p.m. (EST) +0500", "2024-02-14"),
    (
        "Wednesday, 14 February 2024 at 10:30:00.1234567 p.m. (EST) +0500",
        "2024-02-14",
    ),  # 64 letters
    ("2024-02-17" + " " * 54, "2024-02-17"),
    ("2024-02-17" + " " * 118 + "x", "2024-02-17"),  # what comes after 128 is not looked at
]
UNKNOWN = [
    "",
    "03/04/2024",  # 3 April or March 4: never guessed
    "03.04.2024",
    "2024-02-31",
    "2023-02-29",
    "2024-13-01",
    "0999-01-01",
    "31 June 2024",
    "17/02/24",
    "February 2024",
    "2024",
    "yesterday",
    "Wednesday, 14 February 2024 at 10:30:00.12345678 p.m. (EST) +0500",
    "2024-02-17" + " " * 117 + "x",
    "On February 17, 2024",
    "17 May 2024 he said",
    "2024-02-17 and 2024-02-18",
    "٢٠٢٤-٠٢-١٧",
    "12/11/2024",
    "13/13/2024",
    "0/5/2024",
]
IN_FIELDS = [
    ("20240217", "2024-02-17"),
    (20240217, "2024-02-17"),
    ("20240217T101010Z", "2024-02-17"),
    (1708128000, "2024-02-17"),
    ("1708128000", "2024-02-17"),
    (1708128000000, "2024-02-17"),
    (1708128000.5, "2024-02-17"),
    ("27-MAR-1987 00:02:59.13\x05\x05\x05RM", "1987-03-27"),  # as old wires have it
    (20240231, None),
    (True, None),
    (None, None),
    ({"year": 2024}, None),
    (float("nan"), None),
    (float("inf"), None),
    (10**400, None),
    (10**14, None),
    (-(10**14), None),
    (123456789, "1973-11-29"),  # nine digits are seconds, twelve and more milliseconds
    (123456789000, "1973-11-29"),
    (12345678, None),
    (99999999999, None),
    ("20240217101010", "2024-02-17"),
    (-5, None),
    ("20240217" + "\x05" * 200, "2024-02-17"),
    ("1708128000.25", "2024-02-17"),
    ("20240217T1010", None),
]


@pytest.mark.parametrize(("written", "day"), WRITTEN)
def test_a_date_that_says_its_day(written: str, day: str) -> None:
    assert parse_date(written) == date.fromisoformat(day)


@pytest.mark.parametrize("written", UNKNOWN)
def test_anything_else_is_unknown(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(("value", "day"), IN_FIELDS)
def test_a_date_field_may_also_hold_numbers(value: object, day: str | None) -> None:
    assert parse_date_field(value) == (date.fromisoformat(day) if day else None)


def test_a_day_as_a_number() -> None:
    assert [day_number(day) for day in (date(2024, 2, 17), date(999, 12, 1))] == [20240217, 9991201]


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none()))
def test_nothing_makes_it_fail(value: object) -> None:
    assert parse_date_field(value) is None or isinstance(parse_date_field(value), date)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")))
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day
