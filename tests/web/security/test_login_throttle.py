"""Failed logins are counted by address and by name, and blocked for a time."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onrecord.web.security.login_throttle import LoginThrottle, TooManyLoginAttempts

ATTEMPT = {"address": "a", "name": "n"}
LIMITS = [  # the address and name of the nth attempt, how many may fail
    (lambda n: {"address": "a", "name": str(n)}, 10),
    (lambda n: {"address": str(n), "name": "n"}, 100),
    (lambda _: ATTEMPT, 10),
]


@pytest.mark.parametrize(("attempt", "limit"), LIMITS)
def test_how_many_may_fail(attempt, limit: int) -> None:  # type: ignore[no-untyped-def]  # a lambda
    throttle = LoginThrottle(lambda: 0.0)
    for number in range(limit):
        throttle.begin(attempt(number))
    for _ in range(2):  # a blocked attempt does not count, and stays blocked
        with pytest.raises(TooManyLoginAttempts):
            throttle.begin(attempt(limit))
    throttle.begin({"address": "another", "name": "other"})


def test_successes_do_not_count() -> None:
    throttle = LoginThrottle(lambda: 0.0)
    for _ in range(9):
        throttle.begin(ATTEMPT)
    for _ in range(20):
        throttle.begin(ATTEMPT)
        throttle.succeed(ATTEMPT)
    throttle.begin(ATTEMPT)
    with pytest.raises(TooManyLoginAttempts):
        throttle.begin(ATTEMPT)


def test_a_success_takes_back_the_last_attempt_of_the_same_user() -> None:
    now = [0.0]
    throttle = LoginThrottle(lambda: now[0])
    for at in range(9):
        now[0] = float(at)
        throttle.begin({"address": "a", "name": "alice"})
    throttle.begin({"address": "a", "name": "bob"})
    throttle.begin({"address": "b", "name": "bob"})
    throttle.succeed({"address": "a", "name": "alice"})
    now[0] = 899.0
    throttle.begin({"address": "a", "name": "alice"})
    with pytest.raises(TooManyLoginAttempts) as blocked:
        throttle.begin({"address": "a", "name": "alice"})
    assert blocked.value.retry_after == 2  # the first attempt, at 0, is still there


WAITS = [  # seconds since ten attempts, Retry-After, minutes in the message
    (0.0, 901, 16),
    (0.6, 900, 15),
    (60.6, 840, 14),
    (899.0, 2, 1),
    (899.9, 1, 1),
    (900.0, None, None),
    (901.0, None, None),
]


@pytest.mark.parametrize(("elapsed", "seconds", "minutes"), WAITS)
def test_how_long_attempts_are_blocked(
    elapsed: float, seconds: int | None, minutes: int | None
) -> None:
    now = [0.0]
    throttle = LoginThrottle(lambda: now[0])
    for _ in range(10):
        throttle.begin(ATTEMPT)
    now[0] = elapsed
    if seconds is None:
        throttle.begin(ATTEMPT)
        return
    with pytest.raises(TooManyLoginAttempts, match=f"blocked for {minutes} minutes") as blocked:
        throttle.begin(ATTEMPT)
    assert blocked.value.retry_after == seconds


@pytest.mark.parametrize(("kept", "is_blocked"), [(20, True), (19, False), (18, False)])
def test_only_the_latest_attempts_are_kept(
    monkeypatch: pytest.MonkeyPatch, kept: int, is_blocked: bool
) -> None:
    """An attempt is two records: one of the address, one of the name."""
    monkeypatch.setattr("onrecord.web.security.login_throttle.MAX_RECORDS", kept)
    throttle = LoginThrottle(lambda: 0.0)
    for _ in range(10):
        throttle.begin(ATTEMPT)
    if is_blocked:
        with pytest.raises(TooManyLoginAttempts):
            throttle.begin(ATTEMPT)
    else:
        throttle.begin(ATTEMPT)


def test_attempts_at_the_same_time_are_all_counted() -> None:
    """Without BEGIN IMMEDIATE two would count to nine, and both be let through."""
    throttle = LoginThrottle(lambda: 0.0)

    def is_allowed(_: int) -> bool:
        try:
            throttle.begin(ATTEMPT)
        except TooManyLoginAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(is_allowed, range(80))) == 10


def test_the_file_goes_with_the_server() -> None:
    throttle = LoginThrottle()
    folder = Path(throttle._folder)
    throttle.begin(ATTEMPT)
    assert (folder / "attempts.sqlite").exists()
    del throttle
    gc.collect()
    assert not folder.exists()
