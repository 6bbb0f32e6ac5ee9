"""The registry of engines by name, and opening an index by its URL."""

from __future__ import annotations

import importlib

from onrecord.search.engines.base import Engine
from onrecord.search.errors import UnknownEngine

DEFAULT_INDEX = ".onrecord"

ENGINES = {
    "memory": "onrecord.search.engines.memory:MemoryEngine",
    "tantivy": "onrecord.search.engines.tantivy.engine:TantivyEngine",
    "whoosh": "onrecord.search.engines.whoosh.engine:WhooshEngine",
    "opensearch": "onrecord.search.engines.opensearch.engine:OpenSearchEngine",
}


def open_engine(url: str = DEFAULT_INDEX) -> Engine:
    """Open the index at a URL such as `tantivy:PATH`; a plain path means tantivy.

    The scheme after a plus, as in `opensearch+https:`, is passed on with the location.
    """
    name, colon, location = url.partition(":")
    if not colon:
        name, location = "tantivy", url
    name, plus, transport = name.partition("+")
    if plus:
        location = f"{transport}:{location}"
    if name not in ENGINES:
        known = ", ".join(f"{known}:" for known in ENGINES)
        raise UnknownEngine(f"no engine is called {name!r}; an index is a path or one of {known}")
    module, _, class_name = ENGINES[name].partition(":")
    engine: type[Engine] = getattr(importlib.import_module(module), class_name)
    return engine.open(location)
