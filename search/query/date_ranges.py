"""Parses dates such as 2024-03, 2023..2024 or "last week" into ranges of days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

Range = tuple[date | None, date | None]

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_LAST_DAYS = re.compile(r"(?:last|past) (\d{1,4}) (day|week|month|year)s?", re.ASCII)


def day_range(written: str, today: date) -> Range:
    """The first and last day of 2024, 2024-03, 2024-03-15, A..B, ..B, A.. or "last week".

    Weeks run from Monday to Sunday. The message of a ValueError is for users.
    """
    text = " ".join(written.casefold().split())
    if ".." in text:
        first, _, last = text.partition("..")
        return _range(first.strip(), last.strip(), today)
    return _period(text, today)


def _range(first: str, last: str, today: date) -> Range:
    if not first and not last:
        raise ValueError("a range needs a first or a last day, as in 2024-03-01..2024-03-17")
    start = _period(first, today)[0] if first else None
    end = _period(last, today)[1] if last else None
    if start and end and start > end:
        raise ValueError(f"the range ends ({end}) before it begins ({start})")
    return start, end


def _period(text: str, today: date) -> tuple[date, date]:
    if text in RELATIVE:
        return RELATIVE[text](today)
    if days := _LAST_DAYS.fullmatch(text):
        return _last(int(days[1]), days[2], today)
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f"{text!r} is not a date; write 2024, 2024-03 or 2024-03-15")
    year, month, day = (int(part) if part else None for part in written.groups())
    return _calendar_period(year or 0, month, day)


def _calendar_period(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if year < 1:
        raise ValueError("there is no year 0000")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError(f"{calendar.month_name[month]} {year} has no day {day}")
    return date(year, month, day), date(year, month, day)


def _last(count: int, unit: str, today: date) -> tuple[date, date]:
    """So many days up to and including today."""
    if count == 0:
        raise ValueError("a period of 0 days is empty")
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit] * count
    return date.fromordinal(max(today.toordinal() - days + 1, 1)), today


def _week(today: date, back: int) -> tuple[date, date]:
    monday = today - timedelta(today.weekday() + 7 * back)
    return monday, monday + timedelta(6)


def _month(today: date, back: int) -> tuple[date, date]:
    months = today.year * 12 + today.month - 1 - back
    return _calendar_period(months // 12, months % 12 + 1, None)


def _year(today: date, back: int) -> tuple[date, date]:
    return _calendar_period(today.year - back, None, None)


RELATIVE: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - timedelta(1), today - timedelta(1)),
    "this week": lambda today: _week(today, 0),
    "last week": lambda today: _week(today, 1),
    "this month": lambda today: _month(today, 0),
    "last month": lambda today: _month(today, 1),
    "this year": lambda today: _year(today, 0),
    "last year": lambda today: _year(today, 1),
}
