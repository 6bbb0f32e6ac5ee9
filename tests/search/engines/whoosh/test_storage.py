"""The files of a whoosh index: the last commit, and an index that is missing or new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.search.engines.whoosh.storage import last_commit, open_index, open_or_create
from onrecord.search.errors import IndexMissing


def test_an_index_is_created_once(tmp_path: Path) -> None:
    for read in (open_index, last_commit):
        with pytest.raises(IndexMissing, match="make one: onrecord --index whoosh:"):
            read(tmp_path)
    open_or_create(tmp_path)
    first = last_commit(tmp_path)
    open_or_create(tmp_path)
    assert last_commit(tmp_path) == first
    assert open_index(tmp_path).doc_count_all() == 0


def test_the_last_commit_is_that_of_the_highest_number(tmp_path: Path) -> None:
    (tmp_path / "whoosh").mkdir()
    for number in (9, 10, 2):
        toc = tmp_path / "whoosh" / f"_MAIN_{number}.toc"
        toc.write_text("")
        os.utime(toc, ns=(255, 255))
    assert last_commit(tmp_path) == "10-ff"
    os.utime(tmp_path / "whoosh" / "_MAIN_10.toc", ns=(256, 256))  # the same number, rebuilt
    assert last_commit(tmp_path) == "10-100"


def test_a_commit_that_is_always_gone_is_missing(tmp_path: Path) -> None:
    (tmp_path / "whoosh").mkdir()
    (tmp_path / "whoosh" / "_MAIN_1.toc").symlink_to("gone")
    with pytest.raises(IndexMissing):
        last_commit(tmp_path)
