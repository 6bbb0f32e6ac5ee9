"""Many queries at once: a line in, an answer out, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import click

from onrecord.cli.main import EXIT_ERROR, EXIT_FOUND, EXIT_NOTHING
from onrecord.search.engines.base import Engine
from onrecord.search.errors import QuerySyntaxError, SearchError
from onrecord.search.service import SearchRequest, search


def answer_all(engine: Engine, request: SearchRequest, lines: Iterable[str]) -> int:
    """Print an object a query; a query that fails gives one with `error`, and the rest go on."""
    engine.generation()  # an index that is missing is one error, not one a line
    codes = set()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            identity, query = _parted(line, number)
            answer, code = _answer(engine, replace(request, text=query))
            click.echo(json.dumps({"id": identity} | answer, ensure_ascii=False))
            codes.add(code)
    if EXIT_ERROR in codes:
        return EXIT_ERROR
    return EXIT_FOUND if EXIT_FOUND in codes else EXIT_NOTHING


def _parted(line: str, number: int) -> tuple[str, str]:
    identity, tab, query = line.strip("\r\n").partition("\t")
    return (identity, query) if tab else (str(number), identity)


def _answer(engine: Engine, request: SearchRequest) -> tuple[dict[str, Any], int]:
    try:
        results = search(engine, request)
    except SearchError as error:
        return {"query": request.text, "error": describe(error)}, EXIT_ERROR
    return results.to_json(), EXIT_FOUND if results.total else EXIT_NOTHING


def describe(error: SearchError) -> dict[str, Any]:
    """An error as data: its message and, for a query, its spot and repair."""
    if isinstance(error, QuerySyntaxError):
        return {
            "message": error.message,
            "start": error.start,
            "end": error.end,
            "suggestion": error.suggestion,
        }
    return {"message": str(error), "start": None, "end": None, "suggestion": None}
