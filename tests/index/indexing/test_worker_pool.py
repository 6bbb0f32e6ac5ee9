"""The pool starts when it is first asked for, and never for a single worker."""

from __future__ import annotations

import gc
import os

import pytest

from onrecord.index.indexing.worker_pool import open_worker_pool


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
