"""How long one search may take: looked at between its steps, for no engine can be interrupted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from onrecord.search.errors import SearchTimeout


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a search must have ended, on the monotonic clock, and how long that gave it."""

    ends: float
    seconds: float


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Let the searches made within take this long together; None is for ever."""
    limit = None if seconds is None else Deadline(time.monotonic() + seconds, seconds)
    token = _deadline.set(limit)
    try:
        yield
    finally:
        _deadline.reset(token)


def check_timeout() -> None:
    """SearchTimeout if the time is over; cheap enough for every hit and every candidate."""
    limit = _deadline.get()
    if limit is not None and time.monotonic() >= limit.ends:
        raise SearchTimeout(
            f"this search was stopped after {limit.seconds:g} seconds; ask for rarer words, "
            "a longer beginning before *, smaller gaps, or fewer days"
        )
