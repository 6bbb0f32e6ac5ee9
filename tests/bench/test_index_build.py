"""Time, memory and size of an index build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import systems
from bench.index_build import (
    last_line,
    measure_build,
    memory_of,
    peak_rss,
    process_tree,
    rollup_bytes,
)
from bench.measurements import CorpusSize

CORPUS = CorpusSize(1, 1)


def test_a_build_is_measured(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "title": "A", "text": "noon"}', "utf-8")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "old").touch()
    build = measure_build(systems.SQLITE, tmp_path / "a.jsonl", CORPUS, tmp_path / "index")
    [file] = (tmp_path / "index").iterdir()
    assert build.index_bytes == file.stat().st_size
    assert build.corpus == CORPUS
    assert 0 < build.seconds < 60
    for peak in (build.peak_rss, build.peak_pss, build.peak_anonymous):
        assert 1 << 20 < peak < 1 << 30
    assert build.peak_anonymous < build.peak_pss


def test_memory_is_sampled_only_if_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    folder = tmp_path / "index"
    build = measure_build(systems.SQLITE, tmp_path / "a.jsonl", CORPUS, folder, sample_memory=False)
    assert (build.peak_pss, build.peak_anonymous) == (0, 0)
    assert build.peak_rss > 1 << 20


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError, match=r"missing\.jsonl"):
        measure_build(systems.SQLITE, tmp_path / "missing.jsonl", CORPUS, tmp_path / "index")


@pytest.mark.parametrize(
    ("errors", "expected"), [("a\nb\n", "b"), ("a", "a"), ("", "no message"), ("\n", "no message")]
)
def test_the_last_line_of_errors(errors: str, expected: str) -> None:
    assert last_line(errors) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Pss", 3 * 1024), ("Pss_Anon", 2 * 1024), ("Pss_Shmem", 0)]
)
def test_memory_is_read_from_smaps_rollup(name: str, expected: int) -> None:
    assert rollup_bytes("Rss: 9 kB\nPss: 3 kB\nPss_Anon: 2 kB\n", name) == expected


def test_children_belong_to_the_process_tree() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= set(process_tree(os.getpid()))
        child.communicate(b"\n")
    assert process_tree(child.pid) == [child.pid]
    assert memory_of(child.pid) == (0, 0)


def test_this_process_has_memory() -> None:
    proportional, anonymous = memory_of(os.getpid())
    assert 0 < anonymous <= proportional
    assert peak_rss() >= anonymous
