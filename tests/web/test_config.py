"""The defaults of a server."""

from __future__ import annotations

from dataclasses import asdict

from onrecord.search.engines.registry import open_engine
from onrecord.web.config import WebConfig


def test_defaults() -> None:
    assert asdict(WebConfig()) == {
        "index": ".onrecord",
        "open_index": open_engine,
        "hosts": (),
        "origins": (),
        "passwords": None,
        "saved": None,
        "search_seconds": 10.0,
        "is_logging": False,
        "logs_queries": False,
    }
