"""`onrecord serve`: what it refuses. What it serves is tested in tests/web/."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Onrecord

REFUSED = [
    (["--host", "0.0.0.0"], "--no-auth"),
    (["--behind-proxy", "127.0.0.1"], "--no-auth"),
    (["--password-file", "nowhere"], "nowhere cannot be read"),
]


@pytest.mark.parametrize(("options", "said"), REFUSED)
@pytest.mark.usefixtures("library")
def test_what_is_not_safe_is_refused(onrecord: Onrecord, options: list[str], said: str) -> None:
    ran = onrecord("serve", "--port", "0", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
