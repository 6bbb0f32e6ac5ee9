"""Time limits for searches, checked between steps, as engines cannot be interrupted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from onrecord.search.errors import SearchTimeout

# When the search must end, on the monotonic clock, and how many seconds that allowed.
_deadline: ContextVar[tuple[float, float] | None] = ContextVar("deadline", default=None)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Limits the total time of all searches in this context; None lifts the limit."""
    token = _deadline.set(None if seconds is None else (time.monotonic() + seconds, seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def check_timeout() -> None:
    """Raises SearchTimeout after the deadline; cheap enough to call for every hit."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() >= deadline[0]:
        raise SearchTimeout(
            f"the search timed out after {deadline[1]:g} seconds; use rarer words, more letters "
            "before *, smaller distances or fewer days"
        )
