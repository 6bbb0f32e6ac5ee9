"""What else could be chosen: the facets of a search, each without what is chosen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onrecord.search.engines.base import Engine
from onrecord.search.plan.planner import resolve
from onrecord.search.results.models import Facets
from onrecord.search.service import SearchRequest, read

UNCHOSEN: Mapping[str, Mapping[str, Any]] = {
    "outlet": {"outlets": ()},
    "language": {"languages": ()},
    "year": {"periods": ()},
    "month": {"periods": ()},
}


def choices(engine: Engine, request: SearchRequest, facets: Facets) -> Facets:
    """The facets that a search answered, with the values beside those that its filters let by."""
    counted = {request: facets}
    for name in UNCHOSEN:
        freed = _freed(request, name)
        if freed not in counted:
            counted[freed] = engine.facets(resolve(read(freed).query, engine))
    return {name: counted[_freed(request, name)][name] for name in UNCHOSEN}


def _freed(request: SearchRequest, name: str) -> SearchRequest:
    return replace(request, **UNCHOSEN[name])
