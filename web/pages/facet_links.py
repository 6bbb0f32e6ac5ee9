"""Facets as links: values of outlet, time and language that narrow a search, or free it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.search.results.models import FacetCount, Facets
from onrecord.web.rendering.language_names import language_name
from onrecord.web.urls.links import Link, page_link, period_name, without
from onrecord.web.urls.search_params import Address

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
        yield _link(address, "outlets", value, value.value)


def _languages(offered: Facets, address: Address) -> Iterator[Link]:
    for value in offered.get("language", ()):
        yield _link(address, "languages", value, language_name(value.value))


def _link(address: Address, field: str, value: FacetCount, label: str) -> Link:
    """A value to add to those chosen, or one chosen to take away."""
    chosen = getattr(address, field)
    if value.value in chosen:
        return Link(label, without(address, field, value.value), value.count, chosen=True)
    return Link(label, page_link(address, **{field: (*chosen, value.value)}), value.count)


def _periods(offered: Facets, address: Address) -> Iterator[Link]:
    """The years, newest first, and below the only one, or those looked into, the months."""
    years, months = offered.get("year", ()), offered.get("month", ())
    looked_into = {period[:4] for period in address.periods}
    for year in years:
        yield _period(address, year, year.value)
        if len(years) == 1 or year.value in looked_into:
            for month in months:
                if month.value[:4] == year.value:
                    yield replace(_period(address, month, period_name(month.value)), inner=True)


def _period(address: Address, value: FacetCount, label: str) -> Link:
    """A year or month; chosen, it takes the place of the year around it or the months within."""
    if value.value in address.periods:
        return _link(address, "periods", value, label)
    year, within = value.value[:4], f"{value.value}-"
    others = tuple(p for p in address.periods if p != year and not p.startswith(within))
    return _link(replace(address, periods=others), "periods", value, label)
