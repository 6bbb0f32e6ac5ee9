"""The index of the application: opened on first use, shared by all requests, reopened on errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from flask import current_app

from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.web.config import WebConfig


@dataclass(slots=True)
class IndexProvider:
    """One engine for all threads, and its `info` by generation."""

    config: WebConfig
    _engine: Engine | None = None
    _info: IndexInfo | None = None
    _lock: Lock = field(default_factory=Lock)

    def engine(self) -> Engine:
        """The engine; EngineError if it cannot be opened, and the next call tries again."""
        with self._lock:  # or threads would open it more than once
            if self._engine is None:
                self._engine = self.config.open_index(self.config.index)
            return self._engine

    def info(self) -> IndexInfo:
        """Counts and dates of the last commit, computed once per generation."""
        engine, cached = self.engine(), self._info
        if cached is None or cached.generation != engine.generation():
            cached = self._info = engine.info()
        return cached

    def forget(self) -> None:
        """Reopen on the next call, after an error: the index may have been replaced.

        The engine is not closed, as other threads may be reading from it.
        """
        self._engine = self._info = None


def current_index() -> IndexProvider:
    """The index of the running application."""
    provider: IndexProvider = current_app.extensions["onrecord-index"]
    return provider
