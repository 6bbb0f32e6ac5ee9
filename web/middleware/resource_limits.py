"""What the server lets one client take: so many exports at once, so long a search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Flask, current_app, g

from onrecord.search.errors import SearchError
from onrecord.search.timeout import time_limit
from onrecord.web.config import SEARCH_SECONDS

MAX_EXPORTS = 2  # of the server's threads; the others go on answering searches


class ServerBusy(SearchError):
    """As much as the server does at once is under way."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one application."""

    seconds: float = SEARCH_SECONDS
    exports: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MAX_EXPORTS))

    @contextmanager
    def export(self) -> Iterator[None]:
        """A place among the exports; ServerBusy if all are taken."""
        if not self.exports.acquire(blocking=False):
            raise ServerBusy(f"{MAX_EXPORTS} exports are under way; try again when one has ended")
        try:
            yield
        finally:
            self.exports.release()


def register(app: Flask, limits: Limits) -> None:
    """Stop what a request searches for when its time is over."""
    app.extensions["onrecord-limits"] = limits
    app.before_request(_begin)
    app.teardown_request(_end)


def current_limits() -> Limits:
    """The limits of the running application."""
    known: Limits = current_app.extensions["onrecord-limits"]
    return known


def search_timeout() -> AbstractContextManager[None]:
    """The time of one search, for each of several."""
    return time_limit(current_limits().seconds)


def _begin() -> None:
    g.until_the_end = ExitStack()
    g.until_the_end.enter_context(search_timeout())


def _end(_error: BaseException | None) -> None:
    if until_the_end := g.pop("until_the_end", None):
        until_the_end.close()
