"""The tables of docs/json.md and docs/api.md, from what the API itself is described by."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Any, get_args, get_origin

from onrecord.search.query.diagnostics import QueryWarning
from onrecord.search.quote_check.models import DiffSegment, Passage
from onrecord.search.results.models import Hit, Snippet
from onrecord.web.api import json_schema
from onrecord.web.api.openapi import OPERATIONS
from onrecord.web.errors.problem_details import PROBLEM_TYPES
from onrecord.web.urls.api_params import SEARCH_PARAMS

LISTS = {
    Hit: "list of hits",
    Snippet: "list of snippets",
    QueryWarning: "list of warnings",
    Passage: "list of passages",
    DiffSegment: "list of segments",
    str: "list of strings",
}


def keys(shape: type, name: str) -> str:
    """The keys of an object, with type and meaning."""
    rows = ((f"`{k.name}`", _kind(k.kind), k.meaning) for k in json_schema.keys_of(shape))
    return _table((f"key of {name}", "type", "meaning"), rows)


def parameters() -> str:
    """The parameters of /api/search."""
    rows = ((f"`{one.name}`", one.description) for one in SEARCH_PARAMS)
    return _table(("parameter", "meaning"), rows)


def operations() -> str:
    """Every address, what it gives and which parameters it takes."""
    rows = (
        (
            f"`{one.path}`",
            one.summary,
            f"`{one.media_type}`",
            ", ".join(f"`{p.name}`" for p in one.parameters) or "–",
        )
        for one in OPERATIONS
    )
    return _table(("GET", "gives", "as", "takes"), rows)


def problems() -> str:
    """Every kind of problem."""
    rows = ((f"`{one.name}`", str(one.status.value), one.when) for one in PROBLEM_TYPES)
    return _table(("`type` ends in", "status", "when"), rows)


def _kind(kind: Any) -> str:
    """A type as the tables say it."""
    parts = get_args(kind)
    if NoneType in parts:
        (inner,) = (part for part in parts if part is not NoneType)
        return f"{_kind(inner)} or null"
    if get_origin(kind) is tuple:
        return LISTS.get(parts[0], "list of pairs")
    return str(json_schema.value_schema(kind).get("type", "object"))


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [headings, ["---" for _ in headings], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
