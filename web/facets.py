"""Facets as links: values of outlet, time and language that narrow a search, or free it again."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.results import FacetCount, Facets
from web.address import Address
from web.languages import language_name
from web.links import Link, page_link, without_outlet

FIRST_SHOWN, MOST_SHOWN = 8, 100


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet as links: those shown at once, and those on request."""

    name: str
    links: Sequence[Link]
    more: Sequence[Link] = ()
    left_out: int = 0
    unknown: int = 0  # articles found that have no value


def facet_groups(facets: Facets, offered: Facets, total: int, address: Address) -> list[FacetGroup]:
    """The facets of a search, with the values that are offered beside those chosen."""
    makers = {"outlet": _outlets, "published": _periods, "language": _languages}
    groups = [
        _group(name, list(make(offered, address)), total - _counted(facets, name))
        for name, make in makers.items()
    ]
    return [group for group in groups if group.links]


def month_name(month: str) -> str:
    """A month in words: 2024-03 is March 2024."""
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def _counted(facets: Facets, name: str) -> int:
    """How many of the articles found have a value."""
    return sum(value.count for value in facets.get("year" if name == "published" else name, ()))


def _group(name: str, links: list[Link], unknown: int) -> FacetGroup:
    """The first links; all that are chosen, or months of a year, are among them."""
    open_links = (place for place, link in enumerate(links, 1) if link.chosen or link.inner)
    first = max(FIRST_SHOWN, *open_links, 0)
    left_out = max(0, len(links) - MOST_SHOWN)
    return FacetGroup(name, links[:first], links[first:MOST_SHOWN], left_out, unknown)


def _outlets(offered: Facets, address: Address) -> Iterator[Link]:
    """The outlets chosen, then the others by count."""
    values = offered.get("outlet", ())
    for value in sorted(values, key=lambda value: value.value not in address.outlets):
        if value.value in address.outlets:
            yield Link(value.value, without_outlet(address, value.value), value.count, True)
        else:
            href = page_link(address, outlets=(*address.outlets, value.value))
            yield Link(value.value, href, value.count)


def _languages(offered: Facets, address: Address) -> Iterator[Link]:
    return (_language(address, value) for value in offered.get("language", ()))


def _language(address: Address, value: FacetCount) -> Link:
    chosen = address.language == value.value
    href = page_link(address, language=None if chosen else value.value)
    return Link(language_name(value.value), href, value.count, chosen)


def _periods(offered: Facets, address: Address) -> Iterator[Link]:
    """The years, newest first, and below the one looked at its months."""
    years, months = offered.get("year", ()), offered.get("month", ())
    period = address.first if address.first == address.last else None
    opened = years[0].value if len(years) == 1 else (period or "")[:4]
    for year in years:
        yield _period(address, year, year.value)
        if year.value == opened:
            for month in months:
                if month.value[:4] == opened:
                    yield _period(address, month, month_name(month.value), inner=True)


def _period(address: Address, value: FacetCount, label: str, *, inner: bool = False) -> Link:
    chosen = address.first == address.last == value.value
    # Leaving a month leads back to its year; leaving a year, to all of time.
    outer = value.value[:4] if inner else None
    period = outer if chosen else value.value
    href = page_link(address, first=period, last=period)
    return Link(label, href, value.count, chosen, inner)
