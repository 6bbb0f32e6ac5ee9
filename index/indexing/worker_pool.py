"""The process pool over which a run spreads its expensive work."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager


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
