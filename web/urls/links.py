"""Links to other states of the search page: filters that can be removed, orders, articles."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from onrecord.search.results.sorting import Sort
from onrecord.web.rendering.language_names import language_name
from onrecord.web.urls.search_params import NAMES, Address, written

LEGIBLE = "!$'()*,/:;?@"  # as they are in a query; the same that url_for leaves
_MONTH_OR_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads to another state; `chosen` if what it says holds now.

    An `inner` one is part of the link before it, as a month is of its year.
    """

    label: str
    href: str
    count: int | None = None
    chosen: bool = False
    inner: bool = False


def page_link(address: Address, **changes: Any) -> str:
    """The search page with some of its state changed, on its first page of hits."""
    # Not url_for, nor another Address: a page has hundreds of these, and both take long.
    changed = {"cursor": "", **{field: _encoded(field, value) for field, value in changes.items()}}
    query = "&".join(filter(None, (_pieces(address) | changed).values()))
    return f"{request.script_root}/?{query}" if query else f"{request.script_root}/"


@lru_cache(maxsize=16)
def _pieces(address: Address) -> dict[str, str]:
    """Each field of an address as a piece of it, in their order."""
    return {field: _encoded(field, getattr(address, field)) for field in NAMES}


@lru_cache(maxsize=256)
def _encoded(field: str, value: Hashable) -> str:
    return urlencode({NAMES[field]: written(value)}, doseq=True, safe=LEGIBLE)


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
    links = [
        Link(f"{label}: {named(value)}", without(address, field, value))
        for field, label, named in SEVERAL
        for value in getattr(address, field)
    ]
    others: list[tuple[object, str, dict[str, Any]]] = [
        (address.first or address.last, _days(address), {"first": None, "last": None}),
        (address.literal, "as one exact phrase", {"literal": False}),
        (address.any_word, "any of the words", {"any_word": False}),
    ]
    return links + [Link(label, page_link(address, **gone)) for on, label, gone in others if on]


def without(address: Address, field: str, value: str) -> str:
    """The search without one of its outlets, languages or periods."""
    return page_link(address, **{field: tuple(v for v in getattr(address, field) if v != value)})


def period_name(period: str) -> str:
    """A month or day in words, as 2024-03 is March 2024; anything else as it is written."""
    if not _MONTH_OR_DAY.fullmatch(period):
        return period
    year, month, *day = period.split("-")
    return " ".join([*(str(int(one)) for one in day), calendar.month_name[int(month)], year])


def _days(address: Address) -> str:
    if address.first == address.last:
        return f"published: {address.first}"
    since = f"from {address.first}" if address.first else ""
    until = f"to {address.last}" if address.last else ""
    return f"published: {since} {until}".strip()


SEVERAL: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("outlets", "outlet", str),
    ("languages", "language", language_name),
    ("periods", "published", period_name),
)
NO_FILTER: dict[str, Any] = {"first": None, "last": None} | {field: () for field, _, _ in SEVERAL}
