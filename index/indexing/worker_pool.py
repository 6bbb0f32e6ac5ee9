"""The process pool over which a run spreads its expensive work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def open_worker_pool(count: int | None) -> Iterator[Callable[[], Executor | None]]:
    """A function that returns the pool, started on first use; None for a single worker."""
    pool: list[ProcessPoolExecutor] = []
    count = count or os.cpu_count() or 1

    def start() -> Executor | None:
        if count > 1 and not pool:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["onrecord.index.indexing.worker_preload"])
            pool.append(ProcessPoolExecutor(count, context, _start_worker))
        return pool[0] if pool else None

    try:
        yield start
    finally:
        for executor in pool:
            executor.shutdown(cancel_futures=True)


@dataclass
class WorkQueue:
    """Runs tasks on a pool and hands on their results in order; few are unfinished at a time."""

    pool: Callable[[], Executor | None]
    pending: deque[tuple[Future[Any], Callable[[Any], None]]] = field(default_factory=deque)

    def submit(
        self, work: Callable[[], T], take: Callable[[T], None], *, in_process: bool = False
    ) -> None:
        """Run `work` and hand its result to `take`, later unless it is run in this process."""
        executor = None if in_process else self.pool()
        if executor is None:
            return take(work())
        self.pending.append((executor.submit(work), take))
        return self.drain(2 * (os.cpu_count() or 1))

    def drain(self, max_pending: int = 0) -> None:
        """Hand on what is finished; wait while more than `max_pending` are not."""
        while len(self.pending) > max_pending or (self.pending and self.pending[0][0].done()):
            future, take = self.pending.popleft()
            take(future.result())


def _start_worker() -> None:
    """Tunes a worker process, and makes it end when the run is killed."""
    os.nice(5)  # the writer goes first, or prepared records pile up before it
    gc.set_threshold(100_000, 50, 100)  # a batch leaves hardly any cycles
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
