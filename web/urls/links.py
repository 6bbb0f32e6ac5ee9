"""Links to searches and articles on this site."""

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
from onrecord.web.rendering.languages import language_name
from onrecord.web.urls.search_params import PARAM_NAMES, SearchParams, to_values

UNESCAPED = "!$'()*,/:;?@"  # in a query string, as url_for has it
_MONTH_OR_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another search; nested below the previous one, as a month below its year."""

    label: str
    href: str
    count: int | None = None
    is_selected: bool = False
    is_nested: bool = False


def search_url(params: SearchParams, **changes: Any) -> str:
    """The first results page of a search with some of its parameters changed."""
    # Not url_for or dataclasses.replace: a page has hundreds of links, and both are slow.
    changed = {"cursor": "", **{field: _encode(field, value) for field, value in changes.items()}}
    query = "&".join(filter(None, (_encode_all(params) | changed).values()))
    return f"{request.script_root}/?{query}" if query else f"{request.script_root}/"


@lru_cache(maxsize=16)
def _encode_all(params: SearchParams) -> dict[str, str]:
    return {field: _encode(field, getattr(params, field)) for field in PARAM_NAMES}


@lru_cache(maxsize=256)
def _encode(field: str, value: Hashable) -> str:
    return urlencode({PARAM_NAMES[field]: to_values(value)}, doseq=True, safe=UNESCAPED)


def article_url(params: SearchParams, article_id: str, anchor: str | None = None) -> str:
    """The article page, with the matches of a search marked and a link back to it."""
    values: dict[str, Any] = {**params.to_query(), "_anchor": anchor}
    article_id = article_id.encode("utf-8", "replace").decode()  # URLs cannot hold lone surrogates
    if {"", ".", ".."} & set(article_id.split("/")):  # browsers remove these from a path
        return url_for("article.page_by_query", id=article_id, **values)
    return url_for("article.page", article_id=article_id, **values)


def sort_links(params: SearchParams) -> list[Link]:
    """One link per sort order."""
    return [
        Link(sort.value, search_url(params, sort=sort), is_selected=params.sort is sort)
        for sort in Sort
    ]


def active_filters(params: SearchParams) -> list[Link]:
    """The filters in force, each linking to the search without it."""
    links = [
        Link(f"{label}: {to_label(value)}", url_without(params, field, value))
        for field, label, to_label in _REPEATED
        for value in getattr(params, field)
    ]
    single: list[tuple[object, str, dict[str, Any]]] = [
        (params.first or params.last, _date_label(params), {"first": None, "last": None}),
        (params.literal, "as one exact phrase", {"literal": False}),
        (params.any_word, "any of the words", {"any_word": False}),
    ]
    return links + [
        Link(label, search_url(params, **reset)) for is_set, label, reset in single if is_set
    ]


def url_without(params: SearchParams, field: str, value: str) -> str:
    """The search without one of its outlets, languages or periods."""
    return search_url(params, **{field: tuple(v for v in getattr(params, field) if v != value)})


def period_label(period: str) -> str:
    """A month or day in words, such as March 2024; anything else as written."""
    if not _MONTH_OR_DAY.fullmatch(period):
        return period
    year, month, *day = period.split("-")
    return " ".join([*(str(int(one)) for one in day), calendar.month_name[int(month)], year])


def _date_label(params: SearchParams) -> str:
    if params.first == params.last:
        return f"published: {params.first}"
    since = f" from {params.first}" if params.first else ""
    until = f" to {params.last}" if params.last else ""
    return f"published:{since}{until}"


_REPEATED: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("outlets", "outlet", str),
    ("languages", "language", language_name),
    ("periods", "published", period_label),
)
NO_FILTERS: dict[str, Any] = {"first": None, "last": None} | {field: () for field, *_ in _REPEATED}
