"""What `prune` takes out: what is gone below the paths of the run, and nothing else."""

from __future__ import annotations

import ctypes
import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from onrecord.index.indexing.seen_sources import SeenSources
from onrecord.index.readers import ReadError, Record
from onrecord.search.engines.base import Engine
from tests.index.indexing.runs import run, titles, write_article, write_rows

TITLES = "a b c r1 r2 s1 s2"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven articles in the current folder."""
    folder = tmp_path / "news"
    write_article(folder / "a.txt", "a")
    write_article(folder / "deep" / "b.txt", "b")
    write_article(folder / "deeper" / "c.txt", "c")
    write_rows(folder / "r.jsonl", [("r1", "r1"), ("r2", "r2")])
    packed = write_rows(folder / "deep" / "s.jsonl", [("s1", "s1"), ("s2", "s2")])
    (folder / "deep" / "s.jsonl.gz").write_bytes(gzip.compress(packed.read_bytes(), mtime=0))
    packed.unlink()
    monkeypatch.chdir(folder)
    return folder


def _cut_off(path: str) -> Callable[[], object]:
    return lambda: Path(path).write_bytes(Path(path).read_bytes()[:-20])


def _nothing() -> None:
    pass


ROWS = [  # (what happens, the paths of the second run, what stays)
    (_nothing, ".", TITLES),
    (lambda: Path("a.txt").unlink(), ".", "b c r1 r2 s1 s2"),
    (lambda: shutil.rmtree("deep"), ".", "a c r1 r2"),
    (lambda: write_rows(Path("r.jsonl"), [("r1", "r1")]), ".", "a b c r1 s1 s2"),
    (lambda: Path("r.jsonl").write_text("\n"), ".", "a b c s1 s2"),
    (lambda: Path("r.jsonl").write_text("\n"), "r.jsonl", "a b c s1 s2"),
    (lambda: Path("deep/b.txt").rename("deep/d.txt"), "deep", TITLES),
    # outside the paths of the run nothing is taken out
    (lambda: Path("a.txt").unlink(), "deep", TITLES),
    (lambda: Path("deeper/c.txt").unlink(), "deep", TITLES),
    (lambda: Path("deeper/c.txt").unlink(), "deep ./deeper/", "a b r1 r2 s1 s2"),
    (lambda: Path("r.jsonl").write_text("\n"), "a.txt", TITLES),
    # what cannot be read is not known to be gone
    (_cut_off("deep/s.jsonl.gz"), ".", TITLES),
    (lambda: Path("r.jsonl").write_text("{\n{\n"), ".", TITLES),
    (lambda: Path("a.txt").unlink(), "a.txt", TITLES),
    (lambda: shutil.rmtree("deep"), "deep", TITLES),  # such as a drive that is not mounted
    (lambda: shutil.rmtree("deep"), "deep .", "a b c r1 r2 s1 s2"),
]
BELOW = [  # (paths of the run, source, whether it is below them)
    (".", "a.txt", True),
    (".", "deep/a.txt", True),
    (".", "r.jsonl#1", True),
    (".", "../a.txt", False),
    (".", "/a.txt", False),
    (".", "-#1", False),
    ("-", "-#1", True),
    ("-", "a.txt", False),
    ("deep", "deep/a.txt", True),
    ("./deep/", "deep/a.txt", True),
    ("deep", "deeper/a.txt", False),
    ("deep", "a.txt", False),
    ("r.jsonl", "r.jsonl#12", True),
    ("r.jsonl", "r.jsonl.gz#12", False),
    ("/", "/srv/a.txt", True),
    ("/srv", "/srv/a.txt", True),
    ("/srv", "/srvx/a.txt", False),
    ("..", "../a.txt", True),
]


@pytest.mark.parametrize(("happens", "paths", "stay"), ROWS)
def test_what_is_gone_is_taken_out(
    empty_engine: Engine, news: Path, happens: Callable[[], object], paths: str, stay: str
) -> None:
    assert Path.cwd() == news
    run(empty_engine, ".")
    assert " ".join(titles(empty_engine)) == TITLES
    happens()
    removed = run(empty_engine, *paths.split(), prune=True).report.removed
    assert " ".join(titles(empty_engine)) == stay
    assert removed >= len(TITLES.split()) - len(stay.split())
    assert run(empty_engine, *paths.split(), prune=True).report.removed == 0


def test_without_prune_nothing_is_taken_out(empty_engine: Engine, news: Path) -> None:
    run(empty_engine, ".")
    shutil.rmtree(news / "deep")
    assert run(empty_engine, ".").report.removed == 0
    assert " ".join(titles(empty_engine)) == TITLES


def test_what_comes_back_is_indexed_again(empty_engine: Engine, news: Path) -> None:
    run(empty_engine, ".")
    (news / "a.txt").unlink()
    run(empty_engine, ".", prune=True)
    write_article(news / "a.txt", "a")
    assert run(empty_engine, ".", prune=True).counts == (1, 6, 0, 0)
    assert " ".join(titles(empty_engine)) == TITLES


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Take from root, in this thread, the capabilities to read whatever it wants."""
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this thread
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0, os.strerror(ctypes.get_errno())
    effective = sets[0]
    sets[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(header, sets) == 0
    yield
    sets[0] = effective
    assert libc.capset(header, sets) == 0


def test_a_folder_that_may_not_be_read_is_not_gone(empty_engine: Engine, news: Path) -> None:
    run(empty_engine, ".")
    (news / "deep").chmod(0)
    with bound_by_permissions():
        assert run(empty_engine, ".", prune=True).counts == (0, 4, 0, 1)
    (news / "deep").chmod(0o755)
    assert " ".join(titles(empty_engine)) == TITLES


@pytest.mark.parametrize(("paths", "source", "below"), BELOW)
def test_below(paths: str, source: str, below: bool) -> None:
    with closing(SeenSources(paths.split())) as seen:
        assert list(seen.gone([source])) == ([source] if below else [])


@pytest.mark.parametrize("error", ["deep", "deep/r.jsonl", "deep/r.jsonl#2"])
def test_an_error_covers_all_that_it_hides(error: str) -> None:
    with closing(SeenSources(["."])) as seen:
        found: list[Record | ReadError] = [ReadError(error, "cannot be read")]
        assert list(seen.noting(found)) == found
        assert list(seen.gone(["deep/r.jsonl#2", "deeper/b.txt"])) == ["deeper/b.txt"]
