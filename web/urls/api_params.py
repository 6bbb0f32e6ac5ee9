"""The documented parameters of each API endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import request

from onrecord.search.results.sorting import Sort
from onrecord.search.service import MAX_PAGE_SIZE, SearchRequest
from onrecord.web.urls.search_params import (
    DEFAULT_LIMIT,
    MAX_QUERY_CHARS,
    get_flag,
    get_limit,
    parse_search_params,
    reject_unknown_params,
    to_search_request,
)

DEFAULT_PASSAGES = 50
_STRING = {"type": "string"}
_QUERY = {"type": "string", "maxLength": MAX_QUERY_CHARS}
_FLAG = {"type": "string", "enum": ["0", "1"], "default": "0"}


def _limit(default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": default}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A URL parameter with its JSON Schema; only `is_repeated` ones may be given twice."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: _STRING)
    is_repeated: bool = False


SORT = Parameter(
    "sort",
    "`relevance`, `newest` or `oldest`",
    {"type": "string", "enum": [sort.value for sort in Sort], "default": Sort.RELEVANCE.value},
)
CURSOR = Parameter("cursor", "`next` of the previous page; all other parameters unchanged")
FILTERS = (
    Parameter("q", "the query", _QUERY),
    Parameter("outlet", "only this outlet; repeatable", is_repeated=True),
    Parameter("lang", "only this language; repeatable", is_repeated=True),
    Parameter("from", "first day of publication, as in the query language"),
    Parameter("to", "last day of publication"),
    Parameter(
        "period",
        "published in this period: `2024`, `2024-03` or a day; repeatable",
        is_repeated=True,
    ),
    Parameter("literal", "`1`: treat the text as one phrase, ignoring operators", _FLAG),
    Parameter("any", "`1`: match any of the words, ignoring operators", _FLAG),
)
SEARCH_PARAMS = (
    *FILTERS,
    SORT,
    Parameter("limit", f"hits per page, {DEFAULT_LIMIT} by default", _limit(DEFAULT_LIMIT)),
    CURSOR,
    Parameter("facets", "`1`: count hits by outlet, language, year, month and day", _FLAG),
)
EXPORT_PARAMS = (*FILTERS, SORT)
FEED_PARAMS = (*FILTERS, CURSOR)
QUOTE_PARAMS = (
    Parameter("text", "the quotation to check", _QUERY),
    Parameter(
        "limit", f"number of passages, {DEFAULT_PASSAGES} by default", _limit(DEFAULT_PASSAGES)
    ),
)


def parse_search_request(accepted: Iterable[Parameter]) -> SearchRequest:
    """The search that the current HTTP request asks for; BadParameter if it is invalid."""
    reject_unknown_params([parameter.name for parameter in accepted])
    return to_search_request(
        parse_search_params(request.args),
        limit=get_limit(request.args),
        facets=get_flag(request.args, "facets"),
    )
