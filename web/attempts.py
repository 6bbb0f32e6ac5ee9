"""How often one may try to log in: guessing a password has to be hopeless."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from search.errors import SearchError

SECONDS = 900
# Many a name, or one would lock a colleague out by failing in his name from everywhere.
MOST = {"address": 10, "name": 100}
MOST_REMEMBERED = 10_000


class TooManyAttempts(SearchError):
    """Wrong passwords have come too often; `retry_after` are the seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"too many attempts to log in have failed; try again in {-(-retry_after // 60)} minutes"
        )
        self.retry_after = retry_after


@dataclass(slots=True)
class Attempts:
    """The attempts of the last minutes, by address and by name."""

    clock: Callable[[], float] = time.monotonic
    workers: int = 1  # each counts for itself, so each lets only its share pass
    _made: dict[tuple[str, str], deque[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, by: Mapping[str, str]) -> None:
        """Count an attempt before it is known to fail; TooManyAttempts if it may not be made."""
        now = self.clock()
        with self._lock:
            waiting = [self._wait(kind, who, now) for kind, who in by.items()]
            if max(waiting) > 0:
                raise TooManyAttempts(round(max(waiting)) + 1)
            for who in by.items():
                self._made.setdefault(who, deque()).append(now)
            self._forget()

    def succeed(self, by: Mapping[str, str]) -> None:
        """Take back the last attempt: only failures count."""
        with self._lock:
            for who in by.items():
                if made := self._made.get(who):
                    made.pop()

    def _wait(self, kind: str, who: str, now: float) -> float:
        made = self._made.get((kind, who), deque())
        while made and made[0] <= now - SECONDS:
            made.popleft()
        return made[0] + SECONDS - now if len(made) >= MOST[kind] // self.workers else 0.0

    def _forget(self) -> None:
        """Keep no more than so many, the latest: memory is bounded whatever comes."""
        if len(self._made) > MOST_REMEMBERED:
            by_age = sorted(self._made, key=lambda who: max(self._made[who], default=0.0))
            for who in by_age[: MOST_REMEMBERED // 2]:
                del self._made[who]
