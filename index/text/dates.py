"""Parses dates to the calendar day as written; an ambiguous date is None, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
            *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>[0-9]{4})"
_WEEKDAY = (
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?\.?,?\s+)?"
)
_CLOCK = r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]{1,9})?(?:\s?[ap]\.?m\.?)?"
_ZONE = r"(?:\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}|\(?[A-Z]{2,5}\)?(?:[+-][0-9]{1,2})?))"
_TIME = rf"(?:(?:,?\s+(?:at\s+)?|T|\s?[|]\s?){_CLOCK}{_ZONE}{{0,2}})?"
_PATTERNS = tuple(
    re.compile(_WEEKDAY + day + _TIME, re.IGNORECASE)
    for day in (
        r"(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}(?:\s+of)?[\s.-]+{_MONTH},?[\s-]+{_YEAR}",
        r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})",
    )
)
_COMPACT = re.compile(
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:T?[0-9]{6}(?:Z|[+-][0-9]{4})?)?"
)
_EPOCH = re.compile(r"(?P<seconds>[0-9]{9,10})(?:\.[0-9]+|[0-9]{3})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # old newswires put codes after the time
_EARLIEST_YEAR = 1000
_MAX_LENGTH = 64  # anything longer is prose, not a date
_MAX_NUMBER = 10**14  # above any time in milliseconds or YYYYMMDDhhmmss


@lru_cache(maxsize=4096)  # a corpus has few different days
def day_number(day: date) -> int:
    """A day as YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def parse_date(text: str) -> date | None:
    """The day that the whole text names, in the time zone it was written in."""
    written = " ".join(text[: 2 * _MAX_LENGTH].split())
    if len(written) > _MAX_LENGTH:
        return None
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(written):
            return _day(found.groupdict())
    return None


def parse_date_field(value: object) -> date | None:
    """The day in a field meant for dates: as `parse_date`, or 20240217, or Unix time."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        return None
    written = _CONTROL.split(str(value).strip()[: 2 * _MAX_LENGTH], maxsplit=1)[0].strip()
    if found := _COMPACT.fullmatch(written):
        return _day(found.groupdict())
    if found := _EPOCH.fullmatch(written):
        return _day_of_epoch(int(found["seconds"]))
    return parse_date(written)


def _day(parts: dict[str, str | None]) -> date | None:
    year = int(parts["y"] or 0)
    if "a" in parts:
        month, day = _unambiguous(int(parts["a"] or 0), int(parts["b"] or 0))
    else:
        name = parts.get("month")
        month = MONTHS[name.lower()] if name else int(parts["m"] or 0)
        day = int(parts["d"] or 0)
    return _calendar_day(year, month, day)


def _unambiguous(first: int, second: int) -> tuple[int, int]:
    """Month and day if only one order is possible, else month 0."""
    if first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else (0, 0)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _EARLIEST_YEAR else None
    except ValueError:
        return None


def _day_of_epoch(seconds: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
