"""Connections shared out evenly among worker processes: who comes keeps the one he has got."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

COURTESY = 0.005  # seconds in which another worker may take a connection first
STILL_THE_SAME = 0.05  # seconds after that in which a connection is taken for the one left to them


class Connections:
    """How many each worker has open, in memory that all of them share."""

    def __init__(self, workers: int) -> None:
        self._open = memoryview(mmap.mmap(-1, 4 * workers)).cast("i")

    def note(self, worker: int, count: int) -> None:
        self._open[worker] = count

    def is_ahead(self, worker: int) -> bool:
        """Whether a worker has more than another, and by more than an eighth."""
        least = min(self._open)
        return self._open[worker] > least + least // 8


@dataclass(slots=True)
class Share:
    """One worker's part. Times are those of a monotonic clock, in seconds."""

    connections: Connections
    worker: int
    waits_until: float = 0.0

    def note(self, count: int) -> None:
        """So many connections are open here."""
        self.connections.note(self.worker, count)

    def is_waiting(self, now: float) -> bool:
        """Whether a connection that has come is still left to the others."""
        return now < self.waits_until and self.connections.is_ahead(self.worker)

    def leaves(self, now: float) -> bool:
        """Whether to leave a connection to the others for a moment, if that has not been done."""
        has_waited = self.waits_until <= now < self.waits_until + STILL_THE_SAME
        if has_waited or not self.connections.is_ahead(self.worker):
            self.waits_until = 0.0
            return False
        self.waits_until = now + COURTESY
        return True
