"""A histogram of the articles found over time: days, months, years or decades, each a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.search.query.date_ranges import day_range
from onrecord.search.results.models import Facets
from onrecord.web.urls.links import page_link, period_name
from onrecord.web.urls.search_params import Address

WIDTH, HEIGHT = 640, 48  # of the drawing, in its own units
WIDEST_BAR = 32
GAP = 0.2  # of the room of a bar
FEW_BARS = 6  # as many have room for a label each
LOWEST_BAR = 3  # one article among thousands is still to be seen
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of one day, month, year or decade; its measures are of the drawing."""

    label: str
    count: int
    href: str
    room: float  # where its room begins
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bars from the first to the last that has articles, with the empty ones between."""

    unit: str
    bars: Sequence[Bar]
    room: float
    bar: float  # the width of each
    highest: Bar

    @property
    def labels(self) -> Sequence[str]:
        """What to write below: all labels if there is room, else the first and the last; short."""
        shown = self.bars if len(self.bars) <= FEW_BARS else (self.bars[0], self.bars[-1])
        return [" ".join(map(_short, bar.label.split())) for bar in shown]


@dataclass(frozen=True, slots=True)
class Unit:
    """A way to divide time: the facet it counts by, a number for each value of that, and back."""

    name: str
    facet: str
    number: Callable[[str], int]
    range: Callable[[int], tuple[str, str]]


def _day(number: int) -> tuple[str, str]:
    day = date.fromordinal(number).isoformat()
    return day, day


def _month(number: int) -> tuple[str, str]:
    month = f"{number // 12:04d}-{number % 12 + 1:02d}"
    return month, month


def _year(number: int) -> tuple[str, str]:
    return f"{number:04d}", f"{number:04d}"


def _decade(number: int) -> tuple[str, str]:
    return f"{max(1, number * 10):04d}", f"{number * 10 + 9:04d}"


UNITS = (
    Unit("day", "day", lambda day: date.fromisoformat(day).toordinal(), _day),
    Unit("month", "month", lambda month: int(month[:4]) * 12 + int(month[5:]) - 1, _month),
    Unit("year", "month", lambda month: int(month[:4]), _year),
    Unit("decade", "month", lambda month: int(month[:4]) // 10, _decade),
)


def timeline(facets: Facets, address: Address) -> Timeline | None:
    """The histogram of what was found, in the finest unit that fits; None if it had one bar."""
    for unit in UNITS:
        counts: Counter[int] = Counter()
        for value in facets.get(unit.facet, ()):
            counts[unit.number(value.value)] += value.count
        if counts and max(counts) - min(counts) < MOST_BARS:
            break
    return _drawn(unit, counts, address) if len(counts) > 1 else None


def _drawn(unit: Unit, counts: Counter[int], address: Address) -> Timeline:
    numbers = range(min(counts), max(counts) + 1)
    room = WIDTH / len(numbers)
    wide = min(WIDEST_BAR, room * (1 - GAP))
    most = max(counts.values())
    bars = [
        Bar(
            label=_label(*unit.range(number)),
            count=counts[number],
            href=_range_link(address, *unit.range(number)) if counts[number] else "",
            room=round(room * place, 2),
            x=round(room * place + (room - wide) / 2, 2),
            height=_height(counts[number], most),
        )
        for place, number in enumerate(numbers)
    ]
    highest = max(bars, key=lambda bar: bar.count)
    return Timeline(unit.name, bars, round(room, 2), round(wide, 2), highest)


def _height(count: int, most: int) -> float:
    return round(max(LOWEST_BAR, HEIGHT * count / most), 2) if count else 0


def _label(first: str, last: str) -> str:
    return period_name(first) if first == last else f"{int(last) - 9:04d}–{last}"


def _short(word: str) -> str:
    """The name of a month as phones have room for it; anything else as it is."""
    return word[:3] if word.isalpha() else word


def _range_link(address: Address, first: str, last: str) -> str:
    """The search within a range, as far as the days already chosen reach."""
    first = max(first, address.first, key=_start) if address.first else first
    last = min(last, address.last, key=_end) if address.last else last
    return page_link(address, first=first, last=last)


def _start(written: str) -> date:
    return day_range(written, date.today())[0] or date.min


def _end(written: str) -> date:
    return day_range(written, date.today())[1] or date.max
