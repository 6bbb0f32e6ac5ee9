"""Downloads of all hits of a search, streamed page by page as CSV, JSON Lines or RIS."""

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
from onrecord.web.export.citations import CITATION_FORMATS, to_ris
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.middleware.resource_limits import current_limits
from onrecord.web.urls.api_params import EXPORT_PARAMS, parse_search_request

blueprint = Blueprint("exports", __name__, url_prefix="/api")

MAX_NAME_CHARS = 60
CHUNK_BYTES = 1 << 16
Writer = Callable[[Iterable[SearchResults]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """An export format: its name for users, its media type, and how to write pages of hits."""

    label: str
    media_type: str
    write: Writer


def _ris_records(pages: Iterable[SearchResults]) -> Iterator[str]:
    return (f"{to_ris(hit)}\r\n" for results in pages for hit in results.hits)


def _with_line_end(lines: Writer, end: str) -> Writer:
    return lambda pages: (f"{line}{end}" for line in lines(pages))


EXPORT_FORMATS = {
    "csv": ExportFormat("CSV", "text/csv", _with_line_end(csv_lines, "\r\n")),
    "jsonl": ExportFormat("JSON Lines", "application/jsonl", _with_line_end(json_lines, "\n")),
    "ris": ExportFormat("RIS", CITATION_FORMATS["ris"].media_type, _ris_records),
}


@blueprint.get(f"/search.<any({', '.join(EXPORT_FORMATS)}):name>")
def export(name: str) -> Response:
    """All hits in the order of the search."""
    request, export_format = parse_search_request(EXPORT_PARAMS), EXPORT_FORMATS[name]
    with ExitStack() as stack:
        stack.enter_context(current_limits().export())
        pages = _pages(current_index().engine(), request)
        first = next(pages)  # an invalid search is answered with an error, not a truncated file
        chunks = _to_chunks(export_format.write(chain([first], pages)))
        response = Response(chunks, content_type=f"{export_format.media_type}; charset=utf-8")
        response.call_on_close(stack.pop_all().close)  # at the end, or if the client disconnects
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(request, name)}"'
    response.headers["X-Accel-Buffering"] = "no"  # nginx passes chunks on as they come
    return response


def _pages(engine: Engine, request: SearchRequest) -> Iterator[SearchResults]:
    """The pages of a search; the time limit applies to each."""
    pages = iter_results(engine, replace(request, limit=PAGE_SIZE))
    seconds = current_limits().seconds
    while True:
        with time_limit(seconds):
            results = next(pages, None)
        if results is None:
            return
        yield results


def _to_chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in chunks of bytes; UTF-8 cannot hold lone surrogates, they become `?`."""
    chunk = bytearray()
    for line in lines:
        chunk += line.encode("utf-8", "replace")
        if len(chunk) >= CHUNK_BYTES:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)


def _file_name(request: SearchRequest, extension: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", request.text.lower()))
    return f"{'-'.join(filter(None, ['onrecord', words[:MAX_NAME_CHARS].strip('-')]))}.{extension}"
