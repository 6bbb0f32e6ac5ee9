"""All hits of a search: page after page, in order, each once, never more than a page in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.search.engines.base import Engine
from onrecord.search.results.models import SearchResults
from onrecord.search.service import SearchRequest, search

PAGE = 500  # hits fetched at a time


def every_page(engine: Engine, request: SearchRequest) -> Iterator[SearchResults]:
    """The answers that together hold every hit; only the first has facets."""
    request = replace(request, limit=PAGE)
    while True:
        results = search(engine, request)
        yield results
        if results.next is None:
            return
        request = replace(request, cursor=results.next, facets=False)
