"""Who holds a lease, by what is written in it."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

import pytest

from onrecord.search.engines.opensearch.url import read_address
from onrecord.search.engines.opensearch.writing import lease
from onrecord.search.engines.opensearch.writing.lease import LEASE_SECONDS, RENEWAL_SECONDS

HERE, FUTURE = socket.gethostname(), time.time() + 1e6
NOBODY = 2**22 + 1  # more than a process id can be


@pytest.mark.parametrize(
    ("holder", "is_held"),
    [
        ({"until": FUTURE, "host": "elsewhere", "process": NOBODY}, True),
        ({"until": 0.0, "host": "elsewhere", "process": NOBODY}, False),
        ({"until": FUTURE, "host": HERE, "process": os.getpid()}, True),
        ({"until": FUTURE, "host": HERE, "process": NOBODY}, False),  # it died
        ({"until": FUTURE, "host": HERE, "process": 1}, True),  # another user's, perhaps
        ({"until": 0.0, "host": HERE, "process": os.getpid()}, False),
    ],
)
def test_a_lease_is_held_in_time_by_one_alive(holder: dict[str, Any], is_held: bool) -> None:
    assert lease._is_held(holder) is is_held


def test_a_process_of_another_user_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert lease._is_held({"until": FUTURE, "host": HERE, "process": 7})


def test_a_signature_says_who_and_until_when() -> None:
    first, second = lease._signature(), lease._signature()
    assert first["token"] != second["token"]
    assert first["process"] == os.getpid()
    assert 0 < first["until"] - time.time() <= LEASE_SECONDS
    assert RENEWAL_SECONDS < LEASE_SECONDS / 2


def test_a_holder_that_left_no_name_is_another_process() -> None:
    address = read_address("//h/news")
    assert "opensearch://h:9200/news is being written by another process; wait" in str(
        lease._busy(address, {})
    )
    assert f"process {os.getpid()} on" in str(lease._busy(address, lease._signature()))
