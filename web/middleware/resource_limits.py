"""Limits on what one client can use: the time of a search, the number of concurrent exports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Flask, current_app, g

from onrecord.search.errors import SearchError
from onrecord.search.timeout import time_limit
from onrecord.web.config import SEARCH_SECONDS

MAX_EXPORTS = 2  # at once, of the server's 4 threads; the others go on answering searches


class ServerBusy(SearchError):
    """All export slots are taken."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one application."""

    seconds: float = SEARCH_SECONDS
    _exports: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MAX_EXPORTS))

    @contextmanager
    def export(self) -> Iterator[None]:
        """Hold an export slot; ServerBusy if all are taken."""
        if not self._exports.acquire(blocking=False):
            raise ServerBusy(f"{MAX_EXPORTS} exports are in progress; try again when one is done")
        try:
            yield
        finally:
            self._exports.release()


def register(app: Flask, limits: Limits) -> None:
    """Stop the search of a request when its time is over."""
    app.extensions["onrecord-limits"] = limits
    app.before_request(_start_timeout)
    app.teardown_request(_end_timeout)


def current_limits() -> Limits:
    """The limits of the running application."""
    limits: Limits = current_app.extensions["onrecord-limits"]
    return limits


def search_timeout() -> AbstractContextManager[None]:
    """The time limit of one search, for views that run several."""
    return time_limit(current_limits().seconds)


def _start_timeout() -> None:
    g.timeout = ExitStack()
    g.timeout.enter_context(search_timeout())


def _end_timeout(_error: BaseException | None) -> None:
    if timeout := g.pop("timeout", None):  # absent if an earlier check refused the request
        timeout.close()
