"""A histogram of hits by day, month, year or decade; each bar links to its date range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.search.query.date_ranges import day_range
from onrecord.search.results.models import Facets
from onrecord.web.urls.links import period_label, search_url
from onrecord.web.urls.search_params import SearchParams

WIDTH, HEIGHT = 640, 48  # of the SVG's view box
MAX_BAR_WIDTH = 32
GAP = 0.2  # between bars, as a share of a slot
MAX_FULL_LABELS = 6  # with more bars, only the first and the last are labelled
MIN_BAR_HEIGHT = 3  # so that one article among thousands is visible
MAX_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """The hits of one interval; a bar stands in the middle of its slot, which is clickable."""

    label: str
    count: int
    href: str
    slot: float
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class DateHistogram:
    """One bar per interval from the first with hits to the last, including empty ones."""

    interval: str
    bars: Sequence[Bar]
    slot_width: float
    bar_width: float
    highest: Bar

    @property
    def labels(self) -> Sequence[str]:
        """Short labels of all bars if they fit, else of the first and the last."""
        bars = self.bars if len(self.bars) <= MAX_FULL_LABELS else (self.bars[0], self.bars[-1])
        return [" ".join(map(_abbreviate, bar.label.split())) for bar in bars]


@dataclass(frozen=True, slots=True)
class Interval:
    """A calendar interval: the facet it is counted from, and its number from and to dates."""

    name: str
    facet: str
    number: Callable[[str], int]
    bounds: Callable[[int], tuple[str, str]]


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


INTERVALS = (  # the finest first
    Interval("day", "day", lambda day: date.fromisoformat(day).toordinal(), _day),
    Interval("month", "month", lambda month: int(month[:4]) * 12 + int(month[5:]) - 1, _month),
    Interval("year", "month", lambda month: int(month[:4]), _year),
    Interval("decade", "month", lambda month: int(month[:4]) // 10, _decade),
)


def date_histogram(facets: Facets, params: SearchParams) -> DateHistogram | None:
    """The histogram in the finest interval that fits; None if it would have a single bar."""
    for interval in INTERVALS:
        counts: Counter[int] = Counter()
        for value in facets.get(interval.facet, ()):
            counts[interval.number(value.value)] += value.count
        if counts and max(counts) - min(counts) < MAX_BARS:
            break
    return _layout(interval, counts, params) if len(counts) > 1 else None


def _layout(interval: Interval, counts: Counter[int], params: SearchParams) -> DateHistogram:
    numbers = range(min(counts), max(counts) + 1)
    slot_width = WIDTH / len(numbers)
    bar_width = min(MAX_BAR_WIDTH, slot_width * (1 - GAP))
    highest = max(counts.values())
    bars = [
        Bar(
            label=_label(*interval.bounds(number)),
            count=counts[number],
            href=_range_url(params, *interval.bounds(number)) if counts[number] else "",
            slot=round(slot_width * index, 2),
            x=round(slot_width * index + (slot_width - bar_width) / 2, 2),
            height=_height(counts[number], highest),
        )
        for index, number in enumerate(numbers)
    ]
    return DateHistogram(
        interval.name,
        bars,
        round(slot_width, 2),
        round(bar_width, 2),
        max(bars, key=lambda bar: bar.count),
    )


def _height(count: int, highest: int) -> float:
    return round(max(MIN_BAR_HEIGHT, HEIGHT * count / highest), 2) if count else 0


def _label(first: str, last: str) -> str:
    return period_label(first) if first == last else f"{int(last) - 9:04d}–{last}"


def _abbreviate(word: str) -> str:
    """The name of a month in three letters; anything else as it is."""
    return word[:3] if word.isalpha() else word


def _range_url(params: SearchParams, first: str, last: str) -> str:
    """The search within a range, clipped to the dates already chosen."""
    first = max(first, params.first, key=_first_day) if params.first else first
    last = min(last, params.last, key=_last_day) if params.last else last
    return search_url(params, first=first, last=last)


def _first_day(text: str) -> date:
    return day_range(text, date.today())[0] or date.min


def _last_day(text: str) -> date:
    return day_range(text, date.today())[1] or date.max
