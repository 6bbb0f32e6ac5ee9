"""Pre-forked worker processes sharing a listening socket: a Python process uses only one core."""

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
from tempfile import TemporaryDirectory

from onrecord.search.errors import SearchError

MIN_WORKER_SECONDS = 2.0  # a worker that dies sooner would die again
SHUTDOWN_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class WorkersFailing(SearchError):
    """A worker died as soon as it had started."""


@dataclass
class StopRequest:
    """Whether a signal has asked to stop.

    A plain value: setting a `threading.Event` deadlocks if a second signal interrupts it.
    """

    is_set: bool = False


def run_workers(count: int, work: Callable[[], None]) -> None:
    """Run workers until SIGINT or SIGTERM; replace those that die."""
    if count == 1:
        work()
        return
    started: dict[int, float] = {}
    with handle_signals(*SHUTDOWN_SIGNALS, then=lambda: _terminate(started)) as stop:

        def start_worker() -> None:
            with _signals_blocked():  # or a worker that starts just now would not be stopped
                if not stop.is_set:
                    started[_fork(work)] = time.monotonic()

        for _ in range(count):
            start_worker()
        while started:
            pid, status = os.wait()
            lifetime = time.monotonic() - started.pop(pid)
            if stop.is_set:
                continue
            if lifetime < MIN_WORKER_SECONDS:
                _terminate(started)
                raise WorkersFailing(f"a worker died at startup ({_reason(status)}); see above")
            print(f"a worker died ({_reason(status)}); starting another", file=sys.stderr)
            start_worker()


@contextmanager
def handle_signals(
    *signals: signal.Signals, then: Callable[[], None] = lambda: None
) -> Iterator[StopRequest]:
    """Turn signals into a StopRequest. A second signal of the same kind has its usual effect."""
    stop = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread receives signals
        return

    def handle(number: int, _frame: object) -> None:
        stop.is_set = True
        signal.signal(number, previous[signal.Signals(number)])
        then()

    previous = {number: signal.signal(number, handle) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@contextmanager
def shared_metrics(workers: int) -> Iterator[None]:
    """Let workers add up their metrics, in files that are deleted with the server.

    prometheus_client reads this variable when it is first imported, so import the app inside.
    """
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="onrecord-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


@contextmanager
def _signals_blocked() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, SHUTDOWN_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SHUTDOWN_SIGNALS)


def _fork(work: Callable[[], None]) -> int:
    """Start a process that does the work and exits; its pid."""
    pid = os.fork()
    if pid:
        return pid
    for number in SHUTDOWN_SIGNALS:
        signal.signal(number, signal.SIG_DFL)  # the handlers are the parent's
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SHUTDOWN_SIGNALS)
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _terminate(workers: dict[int, float]) -> None:
    for pid in list(workers):
        os.kill(pid, signal.SIGTERM)


def _reason(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"code {code}"
