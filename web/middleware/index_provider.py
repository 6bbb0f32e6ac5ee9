"""The index a server answers from: opened once, kept, and tried again while it is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from flask import current_app

from onrecord.search.engines.base import Engine, IndexInfo
from onrecord.web.config import WebConfig


@dataclass(slots=True)
class IndexProvider:
    """One engine for all requests and threads, with what it says of itself by generation."""

    config: WebConfig
    _engine: Engine | None = None
    _info: IndexInfo | None = None
    _lock: Lock = field(default_factory=Lock)

    def engine(self) -> Engine:
        """The engine; an EngineError if it cannot be opened, and the next call tries again."""
        with self._lock:
            if self._engine is None:
                self._engine = self.config.open_index(self.config.index)
            return self._engine

    def info(self) -> IndexInfo:
        """What the index holds as last committed; counted once a generation."""
        engine, known = self.engine(), self._info
        if known is None or known.generation != engine.generation():
            known = self._info = engine.info()
        return known

    def forget(self) -> None:
        """After trouble: open anew, for the index may have been replaced.

        It is not closed here, as other threads may be reading from it.
        """
        with self._lock:
            self._engine = self._info = None


def current_index() -> IndexProvider:
    """The index of the running application."""
    index: IndexProvider = current_app.extensions["onrecord"]
    return index
