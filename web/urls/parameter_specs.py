"""The parameters of the API: what each is called, means and may hold, and which a place takes."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from flask import request

from onrecord.search.results.sorting import Sort
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest
from onrecord.web.urls.search_params import (
    LONGEST_QUERY,
    BadParameter,
    is_on,
    limit_of,
    read_address,
    request_of,
)

_TEXT = {"type": "string"}
# What mailers and social networks put into links that are sent on.
_TRACKERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_SWITCH = {"type": "string", "enum": ["0", "1"], "default": "0"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address; given once unless `is_repeated`."""

    name: str
    meaning: str
    schema: dict[str, Any] = field(default_factory=lambda: _TEXT)
    is_repeated: bool = False


SORT = Parameter(
    "sort",
    "`relevance`, `newest` or `oldest`",
    {"type": "string", "enum": [sort.value for sort in Sort], "default": Sort.RELEVANCE.value},
)
CURSOR = Parameter("cursor", "`next` of the page before, all else unchanged")
WHAT = (
    Parameter("q", "the query", {"type": "string", "maxLength": LONGEST_QUERY}),
    Parameter("outlet", "only this outlet; may be repeated", is_repeated=True),
    Parameter("lang", "only this language; may be repeated", is_repeated=True),
    Parameter("from", "first day of publication, as in the query language"),
    Parameter("to", "last day of publication"),
    Parameter(
        "period", "published then: `2024`, `2024-03`, a day; may be repeated", is_repeated=True
    ),
    Parameter("literal", "`1`: the text is one phrase, whatever signs it holds", _SWITCH),
    Parameter("any", "`1`: the text is loose words, of which any may match", _SWITCH),
)
PAGE = (
    SORT,
    Parameter(
        "limit",
        "hits on a page, 10 if not given",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": 10},
    ),
    CURSOR,
    Parameter("facets", "`1`: count by outlet, language, year, month and day", _SWITCH),
)
SEARCH = (*WHAT, *PAGE)
EXPORT = (*WHAT, SORT)
FEED = (*WHAT, CURSOR)
MOST_PASSAGES = 50  # unless more are asked for
QUOTE = (
    Parameter("text", "the quotation as claimed", {"type": "string", "maxLength": LONGEST_QUERY}),
    Parameter(
        "limit",
        f"passages to give, {MOST_PASSAGES} if not given",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": MOST_PASSAGES},
    ),
)


def asked(accepted: Collection[Parameter], *, default_limit: int = 10) -> SearchRequest:
    """The search that the request under way asks for; BadParameter if it is none."""
    refuse_unknown([parameter.name for parameter in accepted])
    return request_of(
        read_address(request.args),
        limit=limit_of(request.args, default_limit),
        facets=is_on(request.args, "facets"),
    )


def refuse_unknown(accepted: Collection[str]) -> None:
    """A misspelt filter must not go unnoticed: the answer would be another one."""
    for name in request.args:
        if name not in accepted and not name.startswith(_TRACKERS):
            close = difflib.get_close_matches(name, accepted, n=1)
            there_are = f"; there are {', '.join(accepted)}" if accepted else "; it takes none"
            meant = f"; did you mean {close[0]}?" if close else there_are
            raise BadParameter(f"there is no parameter {name[:40]!r}{meant}")
