"""Guesses are counted by address and by name, by all processes of a server together."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from onrecord.web.security import password_file
from onrecord.web.security.login_throttle import (
    MAX_FAILURES,
    WINDOW_SECONDS,
    LoginThrottle,
    TooManyLoginAttempts,
)
from tests.web.server.test_waitress_server import get, line_of, serving


def test_who_logs_in_rightly_may_do_so_often() -> None:
    attempts = LoginThrottle(lambda: 0.0)
    for _ in range(1000):
        attempts.begin({"address": "a", "name": "n"})
        attempts.succeed({"address": "a", "name": "n"})


def test_attempts_are_forgotten_in_time() -> None:
    now = [0.0]
    attempts = LoginThrottle(lambda: now[0])
    for _ in range(MAX_FAILURES["address"]):
        attempts.begin({"address": "a", "name": "n"})
    with pytest.raises(TooManyLoginAttempts):
        attempts.begin({"address": "a", "name": "other"})
    now[0] = WINDOW_SECONDS + 1.0
    attempts.begin({"address": "a", "name": "n"})


def test_of_very_many_attempts_the_latest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.security.login_throttle.MAX_ATTEMPTS", 40)
    attempts = LoginThrottle(lambda: 0.0)
    for number in range(MAX_FAILURES["name"]):
        attempts.begin({"address": str(number), "name": "alice"})
    attempts.begin({"address": "another", "name": "alice"})  # the oldest are forgotten
    for _ in range(MAX_FAILURES["address"]):
        attempts.begin({"address": "last", "name": "bob"})
    with pytest.raises(TooManyLoginAttempts):
        attempts.begin({"address": "last", "name": "bob"})


def test_a_name_is_guarded_from_many_addresses() -> None:
    attempts = LoginThrottle(lambda: 0.0)
    for number in range(MAX_FAILURES["name"]):
        attempts.begin({"address": str(number), "name": "alice"})
    with pytest.raises(TooManyLoginAttempts):
        attempts.begin({"address": "another", "name": "alice"})
    attempts.begin({"address": "another", "name": "bob"})


def test_processes_count_together(tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    users.write_text(password_file.format_entry("alice", "correct horse battery"), "utf-8")
    wrong = {"Authorization": f"Basic {base64.b64encode(b'alice:wrong').decode()}"}
    with serving(f"passwords=Path({str(users)!r})", before=PATH, workers=3) as process:
        address = f"{line_of(process)}api/info"
        statuses = [get(address, **wrong)[0] for _ in range(MAX_FAILURES["address"] + 3)]
        process.terminate()
        assert process.wait(30) == 0
    assert statuses == [401] * MAX_FAILURES["address"] + [429] * 3


PATH = "from pathlib import Path"
