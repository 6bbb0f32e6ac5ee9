"""Signals end a server once, however close together they come."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Another signal comes when the handler of the first one calls its first function, its second, ...
SCRIPT = """
import signal, sys
from onrecord.web.server.prefork import handle_signals

def is_within_the_handler(frame):
    while frame and frame.f_code.co_name != "stop":
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
    with handle_signals(signal.SIGTERM) as stopping:
        sys.setprofile(interrupting(calls))
        signal.raise_signal(signal.SIGTERM)
        sys.setprofile(None)
    assert stopping.is_asked
"""


def test_a_signal_within_the_handling_of_another_does_not_hang() -> None:
    try:
        ended = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=60
        )
    except subprocess.TimeoutExpired:
        pytest.fail("the second signal waits for the first, and the first for it")
    assert ended.returncode == 0, ended.stderr
