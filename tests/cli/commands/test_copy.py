"""`onrecord copy`: what it says, and how it ends."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Onrecord


def test_a_copy_says_what_it_did_and_what_both_hold(
    onrecord: Onrecord, small_index: str, tmp_path: Path
) -> None:
    target = f"whoosh:{tmp_path / 'copy'}"
    said = [onrecord("copy", small_index, target, "--workers", 1) for _ in range(2)]
    assert [ran.code for ran in said] == [0, 0]
    pattern = r"(\d+) copied, (\d+) already .* both indexes hold 12 articles, sha256 [0-9a-f]{64}$"
    counts = [re.match(pattern, ran.err) for ran in said]
    assert [found and found.groups() for found in counts] == [("12", "0"), ("0", "12")]
    assert onrecord("search", "putin", "--index", target).code == 0


def test_an_original_that_is_not_there_is_told(onrecord: Onrecord, tmp_path: Path) -> None:
    ran = onrecord("copy", tmp_path / "none", f"whoosh:{tmp_path / 'copy'}")
    assert ran.code == 2
    assert "there is no index at" in ran.err
