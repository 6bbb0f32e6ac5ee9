"""Workers stop as one and are replaced if they die; signals stop a server once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from onrecord.web.server.prefork import StopRequest, handle_signals, run_workers, shared_metrics


def run(script: str, code: int = 0) -> str:
    """Run a script; what it wrote to standard error."""
    command = [sys.executable, "-c", script]
    try:
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        pytest.fail("the script hangs")
    assert ended.returncode == code, ended.stderr
    return ended.stderr


def run_until(script: str, lines: int, signal_: signal.Signals) -> str:
    """Run a script, and send it a signal when it has printed so many lines."""
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        assert process.stderr
        for _ in range(lines):
            process.stdout.readline()
        process.send_signal(signal_)
        try:
            assert process.wait(30) == 0
        finally:
            process.kill()
        return process.stderr.read()


WORKERS = """
import os, signal
from onrecord.web.server import prefork
prefork.MIN_WORKER_SECONDS = {min_seconds}
first, end = os.pipe()
os.write(end, b"x")
os.close(end)
def work():
    os.write(1, b"started\\n")
    {do}
prefork.run_workers({workers}, work)
"""


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_workers(signal_: signal.Signals, lines: int) -> None:
    """At any time: some may not be started yet."""
    script = WORKERS.format(min_seconds=0, do="signal.pause()", workers=3)
    assert run_until(script, lines, signal_) == ""


DEATHS = [  # what a worker does, how its end is reported
    ("os.kill(os.getpid(), 9)", "signal 9"),
    ("os._exit(7)", "code 7"),
    ("raise ValueError('a bug')", "code 1"),
    ("pass", "code 0"),
]


@pytest.mark.parametrize(("do", "reason"), DEATHS)
def test_workers_that_die_at_startup_stop_the_server(do: str, reason: str) -> None:
    errors = run(WORKERS.format(min_seconds=60, do=do, workers=2), code=1)
    assert f"WorkersFailing: a worker died at startup ({reason}); see above" in errors
    assert ("a bug" in errors) == ("a bug" in do)


def test_a_worker_that_dies_later_is_replaced() -> None:
    """The first worker takes a byte and dies; the others find none and wait."""
    once = "os.kill(os.getpid(), 9) if os.read(first, 1) else signal.pause()"
    script = WORKERS.format(min_seconds=0, do=once, workers=2)
    assert run_until(script, 3, signal.SIGTERM) == "a worker died (signal 9); starting another\n"


def test_one_worker_is_the_process_itself() -> None:
    pids: list[int] = []
    run_workers(1, lambda: pids.append(os.getpid()))
    assert pids == [os.getpid()]


def test_a_second_signal_has_its_usual_effect() -> None:
    caught: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _frame: caught.append(number))
    usual = signal.getsignal(signal.SIGUSR1)
    stopped: list[str] = []
    with handle_signals(signal.SIGUSR1, then=lambda: stopped.append("stopped")) as stop:
        assert not stop.is_set
        signal.raise_signal(signal.SIGUSR1)
        assert (stop.is_set, stopped, caught) == (True, ["stopped"], [])
        signal.raise_signal(signal.SIGUSR1)
        assert (stopped, caught) == (["stopped"], [signal.SIGUSR1])
    with handle_signals(signal.SIGUSR1):
        pass
    assert signal.getsignal(signal.SIGUSR1) is usual
    signal.signal(signal.SIGUSR1, before)


def test_other_threads_handle_no_signals() -> None:
    stops: list[StopRequest] = []

    def handle() -> None:
        with handle_signals(signal.SIGUSR1) as stop:
            stops.append(stop)

    thread = threading.Thread(target=handle)
    thread.start()
    thread.join()
    assert [stop.is_set for stop in stops] == [False]


# A second signal arrives when the handler of the first calls its first function, its second, ...
NESTED = """
import signal, sys
from onrecord.web.server.prefork import handle_signals

def is_within_the_handler(frame):
    while frame and frame.f_code.co_name != "handle":
        frame = frame.f_back
    return frame is not None

def interrupting(calls):
    def interrupt(frame, event, _):
        nonlocal calls
        if event == "call" and is_within_the_handler(frame.f_back):
            calls -= 1
            if calls == 0:
                signal.raise_signal(signal.SIGTERM)
    return interrupt

for calls in range(1, 10):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is put back
    with handle_signals(signal.SIGTERM) as stop:
        sys.setprofile(interrupting(calls))
        signal.raise_signal(signal.SIGTERM)
        sys.setprofile(None)
    assert stop.is_set
"""


def test_a_signal_during_the_handling_of_another_does_not_hang() -> None:
    run(NESTED)


@pytest.mark.parametrize(("workers", "is_shared"), [(1, False), (2, True)])
def test_several_workers_share_a_folder_for_metrics(
    monkeypatch: pytest.MonkeyPatch, workers: int, is_shared: bool
) -> None:
    monkeypatch.setattr(os, "environ", {})
    with shared_metrics(workers):
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
        assert os.path.isdir(folder) == is_shared  # noqa: PTH112
    assert not os.path.isdir(folder)  # noqa: PTH112
