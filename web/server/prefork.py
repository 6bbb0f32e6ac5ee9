"""Several processes that answer at one address, as Python runs on one core in each."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from onrecord.search.errors import SearchError

MIN_WORKER_SECONDS = 2.0  # seconds; a worker that dies sooner would die again


class WorkersFailing(SearchError):
    """A worker ended as soon as it had begun."""


def run_workers(count: int, work: Callable[[], None]) -> None:
    """Run so many processes until SIGINT or SIGTERM ends them; one that dies is replaced."""
    if count == 1:
        work()
        return
    started: dict[int, float] = {}
    with handle_signals(signal.SIGTERM, signal.SIGINT, then=lambda: _end(started)) as stopping:
        for _ in range(count):
            started[_forked(work)] = time.monotonic()
        while started:
            number, status = os.wait()
            lived = time.monotonic() - started.pop(number)
            if stopping.is_asked:
                continue
            if lived < MIN_WORKER_SECONDS:
                _end(started)
                raise WorkersFailing(f"a worker has ended at once ({_reason(status)}); see above")
            print(f"a worker has ended ({_reason(status)}); another begins", file=sys.stderr)
            started[_forked(work)] = time.monotonic()


@dataclass
class StopRequest:
    """Whether a signal has asked for the end.

    A plain value: a `threading.Event` waits for itself when a second signal comes while it is set.
    """

    is_asked: bool = False


@contextmanager
def handle_signals(
    *numbers: signal.Signals, then: Callable[[], None] = lambda: None
) -> Iterator[StopRequest]:
    """What signals ask; the next one of the same kind ends the process at once."""
    stopping = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield stopping  # only the main thread is told of signals
        return

    def stop(number: int, _frame: object) -> None:
        stopping.is_asked = True
        signal.signal(number, before[signal.Signals(number)])
        then()

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _forked(work: Callable[[], None]) -> int:
    """A process that does the work and ends; its number."""
    number = os.fork()
    if number:
        return number
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, signal.SIG_DFL)  # those set are the parent's
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end(workers: dict[int, float]) -> None:
    for number in list(workers):
        os.kill(number, signal.SIGTERM)


def _reason(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"code {code}"
