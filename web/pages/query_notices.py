"""Warnings and errors about a query: the spot they point to, and a fixed query to follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.search.errors import QuerySyntaxError
from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.service import SearchRequest, parse_request
from onrecord.web.rendering.safe_html import highlight_spot
from onrecord.web.urls.links import search_url
from onrecord.web.urls.search_params import SearchParams

MAX_FIXES = 5  # offered as one


@dataclass(frozen=True, slots=True)
class Notice:
    """A message with the spot in the query that it is about, and a suggested query."""

    message: str
    spot: Markup | None = None
    suggestion: str | None = None
    href: str | None = None


def query_notice(
    message: str, start: int, end: int, suggestion: str | None, params: SearchParams
) -> Notice:
    """A notice about a query; no spot is shown if it is the whole query."""
    is_whole = start <= 0 and end >= len(params.q)
    return Notice(
        message=as_sentence(message),
        spot=None if is_whole else highlight_spot(params.q, start, end),
        suggestion=suggestion,
        href=search_url(params, q=suggestion) if suggestion else None,
    )


def warning_notices(warnings: Iterable[QueryWarning], params: SearchParams) -> list[Notice]:
    return [query_notice(w.message, w.start, w.end, w.suggestion, params) for w in warnings]


def fix_all(warnings: Sequence[QueryWarning], params: SearchParams) -> str | None:
    """The query with all fixes applied, if it needs more than one."""
    if not 1 < sum(warning.suggestion is not None for warning in warnings) <= MAX_FIXES:
        return None
    text = params.q
    for _ in range(MAX_FIXES + 1):
        fixed = _apply_first_fix(text)
        if fixed is None:
            return text
        text = fixed
    return None


def _apply_first_fix(text: str) -> str | None:
    try:
        warnings = parse_request(SearchRequest(text)).warnings
    except QuerySyntaxError as error:
        return error.suggestion
    return next((warning.suggestion for warning in warnings if warning.suggestion), None)


def as_sentence(message: str) -> str:
    """A message with a capital at its start and a period at its end."""
    return f"{message[:1].upper()}{message[1:]}{'' if message[-1:] in '.?!' else '.'}"
