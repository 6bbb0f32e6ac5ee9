"""A histogram of the articles found over time: months, years or decades, each a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from search.days import day_range
from search.results import FacetCount
from web.address import Address
from web.facets import month_name
from web.links import page_link

WIDTH, HEIGHT = 640, 48  # of the drawing, in its own units
WIDEST_BAR = 32
GAP = 0.2  # of the room of a bar
FEW_BARS = 6  # as many have room for a label each
LOWEST_BAR = 3  # one article among thousands is still to be seen
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of one month, year or decade; `room`, `x` and `height` are of the drawing."""

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
        """What to write below: all labels if there is room, else the first and the last."""
        shown = self.bars if len(self.bars) <= FEW_BARS else (self.bars[0], self.bars[-1])
        return [bar.label for bar in shown]


@dataclass(frozen=True, slots=True)
class Unit:
    """A way to divide time: a number for each month, and the range and name of a number."""

    name: str
    number: Callable[[str], int]
    range: Callable[[int], tuple[str, str]]
    label: Callable[[int], str]


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _year(number: int) -> str:
    return f"{number:04d}"


UNITS = (
    Unit(
        "month",
        lambda month: int(month[:4]) * 12 + int(month[5:]) - 1,
        lambda number: (_month(number), _month(number)),
        lambda number: month_name(_month(number)),
    ),
    Unit(
        "year", lambda month: int(month[:4]), lambda number: (_year(number), _year(number)), _year
    ),
    Unit(
        "decade",
        lambda month: int(month[:4]) // 10,
        lambda number: (_year(max(1, number * 10)), _year(number * 10 + 9)),
        lambda number: f"{_year(number * 10)}–{_year(number * 10 + 9)}",
    ),
)


def timeline(months: Sequence[FacetCount], address: Address) -> Timeline | None:
    """The histogram of what was found, in the finest unit that fits; None if it had one bar."""
    for unit in UNITS:
        counts: Counter[int] = Counter()
        for month in months:
            counts[unit.number(month.value)] += month.count
        if not counts or max(counts) - min(counts) < MOST_BARS:
            break
    return _drawn(unit, counts, address) if len(counts) > 1 else None


def _drawn(unit: Unit, counts: Counter[int], address: Address) -> Timeline:
    numbers = range(min(counts), max(counts) + 1)
    room = WIDTH / len(numbers)
    wide = min(WIDEST_BAR, room * (1 - GAP))
    most = max(counts.values())
    bars = [
        Bar(
            label=unit.label(number),
            count=counts[number],
            href=_range_link(address, *unit.range(number)),
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


def _range_link(address: Address, first: str, last: str) -> str:
    """The search within a range, as far as the days already chosen reach."""
    first = max(first, address.first or first, key=_start)
    last = min(last, address.last or last, key=_end)
    return page_link(address, first=first, last=last)


def _start(written: str) -> date:
    return day_range(written, date.today())[0] or date.min


def _end(written: str) -> date:
    return day_range(written, date.today())[1] or date.max
