"""Every hit of a search as a file: streamed page by page, complete or visibly broken off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain

from flask import Blueprint, Response

from onrecord.search.engines.base import Engine
from onrecord.search.results.export import csv_lines, json_lines
from onrecord.search.results.models import SearchResults
from onrecord.search.service import PAGE_SIZE, SearchRequest, iter_results
from onrecord.search.timeout import time_limit
from onrecord.web.export.citations import FORMS as REFERENCES
from onrecord.web.export.citations import ris
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.middleware.resource_limits import Limits, current_limits
from onrecord.web.urls.parameter_specs import EXPORT, asked

blueprint = Blueprint("exports", __name__, url_prefix="/api")

LONGEST_NAME = 60
PIECE = 1 << 16  # bytes sent at a time


@dataclass(frozen=True, slots=True)
class Form:
    """A form to export in: its media type, and its text from pages of hits."""

    media_type: str
    written: Callable[[Iterable[SearchResults]], Iterator[str]]


def ris_records(pages: Iterable[SearchResults]) -> Iterator[str]:
    """One reference a hit."""
    return (f"{ris(hit)}\r\n" for results in pages for hit in results.hits)


def _lines(
    lines: Callable[[Iterable[SearchResults]], Iterator[str]], end: str
) -> Callable[[Iterable[SearchResults]], Iterator[str]]:
    return lambda pages: (f"{line}{end}" for line in lines(pages))


FORMS = {
    "csv": Form("text/csv", _lines(csv_lines, "\r\n")),
    "jsonl": Form("application/jsonl", _lines(json_lines, "\n")),
    "ris": Form(REFERENCES["ris"].media_type, ris_records),
}


@blueprint.get(f"/search.<any({', '.join(FORMS)}):form>")
def export(form: str) -> Response:
    """All hits in the order of the search."""
    request = asked(EXPORT)
    chosen = FORMS[form]
    with ExitStack() as held:
        held.enter_context(current_limits().export())
        pages = _found(current_index().engine(), request, current_limits())
        first = next(pages)  # what is wrong with the search is an error, not a broken file
        text = chosen.written(chain([first], pages))
        place = held.pop_all()
        pieces = _freeing(place, _encoded(text))
        response = Response(pieces, content_type=_content_type(chosen))
        response.call_on_close(place.close)  # also if nobody stays to the end
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(request, form)}"'
    response.headers["X-Accel-Buffering"] = "no"  # or nginx would hold back what is streamed
    return response


def _found(engine: Engine, request: SearchRequest, limits: Limits) -> Iterator[SearchResults]:
    """The pages, each in the time of one search."""
    pages = iter_results(engine, replace(request, limit=PAGE_SIZE))
    while True:
        with time_limit(limits.seconds):
            results = next(pages, None)
        if results is None:
            return
        yield results


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces worth sending; a lone surrogate, which UTF-8 cannot hold, becomes `?`."""
    pieces, size = [], 0
    for line in lines:
        pieces.append(line.encode("utf-8", "replace"))
        size += len(pieces[-1])
        if size >= PIECE:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)


def _freeing(place: ExitStack, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; after the last, or what breaks them off, the place is for others."""
    with place:
        yield from pieces


def _content_type(form: Form) -> str:
    return f"{form.media_type}; charset=utf-8"


def _file_name(request: SearchRequest, form: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", request.text.lower()))
    return f"{'-'.join(filter(None, ['onrecord', words[:LONGEST_NAME].strip('-')]))}.{form}"
