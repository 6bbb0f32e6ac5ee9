"""The pool starts when it is first asked for, and never for a single worker."""

from __future__ import annotations

import gc
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.index.indexing.worker_pool import WorkQueue, open_worker_pool


def _state(_: int) -> tuple[int, int, tuple[int, int, int]]:
    return os.getpid(), os.nice(0), gc.get_threshold()


def test_a_single_worker_is_this_process() -> None:
    with open_worker_pool(1) as pool:
        assert pool() is None


def test_workers_yield_to_the_writer() -> None:
    with open_worker_pool(2) as pool:
        executor = pool()
        assert executor is not None
        assert pool() is executor
        process, niceness, threshold = executor.submit(_state, 0).result()
    assert process != os.getpid()
    assert niceness == min(19, os.nice(0) + 5)
    assert threshold == (100_000, 50, 100)
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(_state, 0)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_there_is_a_worker_for_each_core() -> None:
    with open_worker_pool(None) as pool:
        assert pool() is not None


def test_results_are_handed_on_in_order_and_all_at_the_end() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(2) as executor:
        queue = WorkQueue(lambda: executor)
        for number in range(50):
            queue.submit(lambda number=number: number, taken.append)  # type: ignore[misc]
            assert len(queue.pending) <= 2 * (os.cpu_count() or 1)
        queue.drain()
    assert taken == list(range(50))
    assert not queue.pending


@pytest.mark.parametrize("in_process", [False, True])
def test_without_a_pool_results_are_handed_on_at_once(in_process: bool) -> None:
    taken: list[str] = []
    queue = WorkQueue(lambda: None)
    queue.submit(lambda: "done", taken.append, in_process=in_process)
    assert taken == ["done"]
