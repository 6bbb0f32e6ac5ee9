"""Search parameters in URLs: parsing, validation, and conversion to a search request."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import request

from onrecord.search.errors import SearchError
from onrecord.search.query.date_ranges import day_range
from onrecord.search.results.sorting import Sort
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    Arguments = MultiDict[str, str]

MAX_QUERY_CHARS = 10_000  # code points
DEFAULT_LIMIT = 10
PARAM_NAMES = {  # by field of SearchParams, in URL order
    "q": "q",
    "sort": "sort",
    "outlets": "outlet",
    "languages": "lang",
    "first": "from",
    "last": "to",
    "periods": "period",
    "cursor": "cursor",
    "literal": "literal",
    "any_word": "any",
}
SEARCH_PARAM_NAMES = tuple(PARAM_NAMES.values())
# Newsletters and social networks add these to links.
TRACKING_PREFIXES = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_BOOLEANS = {"": False, "0": False, "false": False, "1": True, "true": True, "on": True}
_LIMIT = re.compile("0*([0-9]{1,4})")


class BadParameter(SearchError):
    """A URL parameter that is unknown, repeated or invalid."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """A search as its URL states it; days as written: 2024, 2024-03 or 2024-03-15."""

    q: str = ""
    sort: Sort = Sort.RELEVANCE
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    periods: tuple[str, ...] = ()
    cursor: str | None = None
    literal: bool = False
    any_word: bool = False

    @property
    def is_filtered(self) -> bool:
        return any((self.outlets, self.languages, self.first, self.last, self.periods))

    @property
    def is_empty(self) -> bool:
        return not self.q.strip() and not self.is_filtered

    def to_query(self) -> dict[str, Any]:
        """The URL parameters, without those that have their default value."""
        params = {name: to_values(getattr(self, field)) for field, name in PARAM_NAMES.items()}
        return {name: values for name, values in params.items() if values}


def to_values(value: object) -> list[str]:
    """The values of a URL parameter for the value of a field; none for the default."""
    match value:
        case Sort():
            return [] if value is Sort.RELEVANCE else [value.value]
        case str():
            return [value] if value else []
        case tuple():
            return list(value)
        case _:
            return ["1"] if value else []


def parse_search_params(arguments: Arguments) -> SearchParams:
    """Parse URL parameters; raise BadParameter if one is invalid."""
    literal, any_word = get_flag(arguments, "literal"), get_flag(arguments, "any")
    if literal and any_word:
        raise BadParameter("choose either the exact phrase (literal) or any word (any), not both")
    return SearchParams(
        q=get_query(arguments),
        sort=_sort(arguments),
        outlets=get_multiple(arguments, "outlet"),
        languages=tuple(code.strip().lower() for code in get_multiple(arguments, "lang")),
        first=get_single(arguments, "from").strip() or None,
        last=get_single(arguments, "to").strip() or None,
        periods=tuple(period.strip() for period in get_multiple(arguments, "period")),
        cursor=get_single(arguments, "cursor").strip() or None,
        literal=literal,
        any_word=any_word,
    )


def to_search_request(
    params: SearchParams,
    *,
    limit: int = DEFAULT_LIMIT,
    facets: bool = False,
    both_ways: bool = False,
) -> SearchRequest:
    """The request for a search; BadParameter if a date is invalid."""
    today = date.today()
    first = _parse_days("from", params.first, today)[0]
    last = _parse_days("to", params.last, today)[1]
    if first and last and first > last:
        raise BadParameter(f"the first day (from, {first}) is after the last (to, {last})")
    for period in params.periods:
        _parse_days("period", period, today)
    return SearchRequest(
        text=params.q,
        limit=limit,
        cursor=params.cursor,
        sort=params.sort,
        first=first,
        last=last,
        outlets=params.outlets,
        languages=params.languages,
        periods=params.periods,
        literal=params.literal,
        any_word=params.any_word,
        facets=facets,
        both_ways=both_ways,
        today=today,
    )


def reject_unknown_params(accepted: Collection[str]) -> None:
    """Raise BadParameter for parameters not accepted: a misspelt filter would change the answer."""
    for name in request.args:
        if name not in accepted and not name.startswith(TRACKING_PREFIXES):
            close = difflib.get_close_matches(name, accepted, n=1)
            allowed = f"; allowed are {', '.join(accepted)}" if accepted else "; none is allowed"
            hint = f"; did you mean {close[0]}?" if close else allowed
            raise BadParameter(f"there is no parameter {name[:40]!r}{hint}")


def get_single(arguments: Arguments, name: str) -> str:
    """The value of a parameter that may be given once; empty if it is missing."""
    values = arguments.getlist(name)
    if len(values) > 1:
        raise BadParameter(f"{name} is given {len(values)} times; give it once")
    return values[0] if values else ""


def get_multiple(arguments: Arguments, name: str) -> tuple[str, ...]:
    """The distinct values of a parameter that may be repeated."""
    return tuple(dict.fromkeys(filter(str.strip, arguments.getlist(name))))


def get_flag(arguments: Arguments, name: str) -> bool:
    """The value of a flag such as literal=1."""
    text = get_single(arguments, name).strip()
    if text.lower() not in _BOOLEANS:
        raise BadParameter(f"{name} is 1 or 0, not {_shortened(text)}")
    return _BOOLEANS[text.lower()]


def get_limit(arguments: Arguments, default: int = DEFAULT_LIMIT) -> int:
    """The number of hits per page."""
    text = get_single(arguments, "limit").strip()
    if not text:
        return default
    found = _LIMIT.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= MAX_PAGE_SIZE:
        raise BadParameter(
            f"limit is a whole number from 1 to {MAX_PAGE_SIZE:,}, not {_shortened(text)}; "
            "the number of pages is not limited: follow `next`"
        )
    return int(found[1])


def get_query(arguments: Arguments, name: str = "q") -> str:
    """The query or quotation; BadParameter if it is too long."""
    text = get_single(arguments, name)
    if len(text) > MAX_QUERY_CHARS:
        raise BadParameter(
            f"a query may have up to {MAX_QUERY_CHARS:,} characters; this one has {len(text):,}"
        )
    return text


def _sort(arguments: Arguments) -> Sort:
    text = get_single(arguments, "sort").strip()
    try:
        return Sort(text) if text else Sort.RELEVANCE
    except ValueError:
        raise BadParameter(f"sort is {', '.join(Sort)}; not {_shortened(text)}") from None


def _parse_days(name: str, text: str | None, today: date) -> tuple[date | None, date | None]:
    try:
        return day_range(text, today) if text else (None, None)
    except (ValueError, OverflowError) as error:
        raise BadParameter(f"{name}: {error}"[:300]) from error


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
