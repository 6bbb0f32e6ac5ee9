"""Facets as links: each value adds a filter or, if it is selected, removes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.search.results.models import FacetCount, Facets
from onrecord.web.rendering.languages import language_name
from onrecord.web.urls.links import Link, period_label, search_url, url_without
from onrecord.web.urls.search_params import SearchParams

INITIALLY_SHOWN, MAX_SHOWN = 8, 100


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of a facet: shown at once, shown on request, or only counted."""

    name: str
    links: Sequence[Link]
    more: Sequence[Link] = ()
    omitted: int = 0
    unknown: int = 0  # hits without a value


def facet_groups(
    facets: Facets, options: Facets, total: int, params: SearchParams
) -> list[FacetGroup]:
    """The facets of a search; `options` are the values to choose from, `facets` those of hits."""
    makers = {"outlet": _outlets, "published": _periods, "language": _languages}
    groups = [
        _group(name, list(make(options, params)), total - _count(facets, name))
        for name, make in makers.items()
    ]
    return [group for group in groups if group.links]


def _count(facets: Facets, name: str) -> int:
    """The number of hits that have a value."""
    return sum(value.count for value in facets.get("year" if name == "published" else name, ()))


def _group(name: str, links: list[Link], unknown: int) -> FacetGroup:
    """Shows the first links, and further ones up to the last selected or nested one."""
    visible = (rank for rank, link in enumerate(links, 1) if link.is_selected or link.is_nested)
    first = max(INITIALLY_SHOWN, *visible, 0)
    omitted = max(0, len(links) - MAX_SHOWN)
    return FacetGroup(name, links[:first], links[first:MAX_SHOWN], omitted, unknown)


def _outlets(options: Facets, params: SearchParams) -> Iterator[Link]:
    """Selected outlets first, then the others by count."""
    values = options.get("outlet", ())
    for value in sorted(values, key=lambda value: value.value not in params.outlets):
        yield _toggle(params, "outlets", value, value.value)


def _languages(options: Facets, params: SearchParams) -> Iterator[Link]:
    for value in options.get("language", ()):
        yield _toggle(params, "languages", value, language_name(value.value))


def _toggle(params: SearchParams, field: str, value: FacetCount, label: str) -> Link:
    """A link that adds a value or removes a selected one."""
    selected = getattr(params, field)
    if value.value in selected:
        href = url_without(params, field, value.value)
        return Link(label, href, value.count, is_selected=True)
    return Link(label, search_url(params, **{field: (*selected, value.value)}), value.count)


def _periods(options: Facets, params: SearchParams) -> Iterator[Link]:
    """Years, the newest first; months below a selected year or the only one."""
    years, months = options.get("year", ()), options.get("month", ())
    expanded = {period[:4] for period in params.periods}
    for year in years:
        yield _toggle_period(params, year, year.value)
        if len(years) == 1 or year.value in expanded:
            for month in months:
                if month.value[:4] == year.value:
                    link = _toggle_period(params, month, period_label(month.value))
                    yield replace(link, is_nested=True)


def _toggle_period(params: SearchParams, value: FacetCount, label: str) -> Link:
    """A year or month; selecting it replaces its months or its year."""
    if value.value in params.periods:
        return _toggle(params, "periods", value, label)
    year, months = value.value[:4], f"{value.value}-"
    others = tuple(p for p in params.periods if p != year and not p.startswith(months))
    return _toggle(replace(params, periods=others), "periods", value, label)
