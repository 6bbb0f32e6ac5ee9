"""Links to other states of the search page: facets, filters that can be removed, orders, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from search.engine import Sort
from search.results import FacetCount, Facets
from web.address import Address
from web.languages import language_name

FIRST_SHOWN, MOST_SHOWN = 8, 200


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads to another state; `chosen` if that state is the present one."""

    label: str
    href: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet as links: those shown at once, and those on request.

    `unknown` counts the articles that have no value.
    """

    name: str
    links: Sequence[Link]
    more: Sequence[Link]
    left_out: int
    unknown: int


def page_link(address: Address, **changes: Any) -> str:
    """The search page with some of its state changed, on its first page of hits."""
    changed = replace(address, **{"cursor": None, **changes})
    return url_for("pages.home", **changed.parameters())  # type: ignore[arg-type]  # lists are fine


def article_link(address: Address, identity: str, anchor: str | None = None) -> str:
    """The page of an article, with its matches marked and the way back."""
    values: dict[str, Any] = {**address.parameters(), "_anchor": anchor}
    identity = identity.encode("utf-8", "replace").decode()  # a lone surrogate fits no address
    if {"", ".", ".."} & set(identity.split("/")):  # browsers take these out of a path
        return url_for("pages.article_by_parameter", id=identity, **values)
    return url_for("pages.article", identity=identity, **values)


def sort_links(address: Address) -> list[Link]:
    """The orders to choose from."""
    return [
        Link(order.value, page_link(address, sort=order), chosen=address.sort is order)
        for order in Sort
    ]


def filter_links(address: Address) -> list[Link]:
    """What narrows the search besides its words, each leading to the search without it."""
    outlets = [
        Link(f"outlet: {outlet}", _without_outlet(address, outlet)) for outlet in address.outlets
    ]
    others: list[tuple[object, str, dict[str, Any]]] = [
        (address.language, f"language: {language_name(address.language)}", {"language": None}),
        (address.first or address.last, _days(address), {"first": None, "last": None}),
        (address.literal, "as one exact phrase", {"literal": False}),
        (address.any_word, "any of the words", {"any_word": False}),
    ]
    return outlets + [Link(label, page_link(address, **gone)) for on, label, gone in others if on]


def facet_groups(facets: Facets, total: int, address: Address) -> list[FacetGroup]:
    """The facets of a search, each value leading to the search narrowed to it or freed of it."""
    makers = {"outlet": _outlet, "year": _period, "month": _period, "language": _language}
    return [
        _group(name, [make(address, value) for value in facets[name]], total)
        for name, make in makers.items()
        if facets.get(name)
    ]


def _group(name: str, links: list[Link], total: int) -> FacetGroup:
    shown, more = links[:FIRST_SHOWN], links[FIRST_SHOWN:MOST_SHOWN]
    unknown = total - sum(link.count or 0 for link in links)
    return FacetGroup(name, shown, more, max(0, len(links) - MOST_SHOWN), unknown)


def _outlet(address: Address, value: FacetCount) -> Link:
    if value.value in address.outlets:
        return Link(value.value, _without_outlet(address, value.value), value.count, True)
    href = page_link(address, outlets=(value.value,))
    return Link(value.value, href, value.count)


def _without_outlet(address: Address, outlet: str) -> str:
    return page_link(address, outlets=tuple(o for o in address.outlets if o != outlet))


def _period(address: Address, value: FacetCount) -> Link:
    chosen = address.first == address.last == value.value
    period = None if chosen else value.value
    return Link(value.value, page_link(address, first=period, last=period), value.count, chosen)


def _language(address: Address, value: FacetCount) -> Link:
    chosen = address.language == value.value
    href = page_link(address, language=None if chosen else value.value)
    return Link(language_name(value.value), href, value.count, chosen)


def _days(address: Address) -> str:
    if address.first == address.last:
        return f"published: {address.first}"
    since = f"from {address.first}" if address.first else ""
    until = f"to {address.last}" if address.last else ""
    return f"published: {since} {until}".strip()
