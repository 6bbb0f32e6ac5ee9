"""An index in a folder: what counts as damage, who may write, rebuilds and their places."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.index.storage import lock, manifest
from onrecord.search.engines.local_storage import (
    PAUSES,
    DamageGuard,
    WriteSession,
    checked_manifest,
    folder_bytes,
    wait_for_swap,
)
from onrecord.search.engines.tantivy.engine import TantivyEngine
from onrecord.search.errors import (
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    SearchError,
    SearchTimeout,
)


class Panic(BaseException):
    """As PyO3 derives the exception of a panic."""


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (ValueError("bad magic"), IndexCorrupt),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), IndexCorrupt),  # a ValueError
        (OSError(5, "Input/output error"), IndexCorrupt),
        (Panic("index out of bounds"), IndexCorrupt),
        (KeyError("name"), KeyError),
        (AssertionError("unreachable"), AssertionError),
        (SearchTimeout("over"), SearchTimeout),  # ours already, whatever the guard catches
        (IndexMissing("none"), IndexMissing),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (SystemExit(1), SystemExit),
        (GeneratorExit(), GeneratorExit),
    ],
)
def test_damage_is_what_the_library_raises_on_it(
    raised: BaseException, seen: type[BaseException]
) -> None:
    guard = DamageGuard("tantivy", Path("news"), "read", (ValueError, OSError))
    with pytest.raises(seen) as caught, guard:
        raise raised
    if seen is IndexCorrupt:
        assert str(caught.value) == (
            f"the index at news cannot be read ({type(raised).__name__}: {raised}); if its files "
            "are damaged: onrecord --index tantivy:news index --rebuild FILES"
        )
        assert caught.value.__cause__ is raised


def test_our_own_errors_pass_a_guard_of_every_exception() -> None:
    with pytest.raises(SearchTimeout), DamageGuard("whoosh", Path(), "read", (Exception,)):
        raise SearchTimeout("over")


USABLE = manifest.current("tantivy")


@pytest.mark.parametrize(
    ("found", "reason", "error"),
    [
        (None, "has no manifest.json: it is not an index of onrecord", IndexUnusable),
        ("{", "cannot be read: ", IndexCorrupt),
        (replace(USABLE, engine="whoosh"), "open it as whoosh:", IndexUnusable),
        (replace(USABLE, schema=0), "another version of onrecord .its schema is 0", IndexOutdated),
        (replace(USABLE, analysis=0), "rebuild it: onrecord index --rebuild", IndexOutdated),
    ],
)
def test_an_index_that_cannot_be_used_says_why(
    tmp_path: Path,
    found: manifest.Manifest | str | None,
    reason: str,
    error: type[SearchError],
) -> None:
    if isinstance(found, str):
        (tmp_path / manifest.FILE).write_text(found)
    elif found:
        manifest.write(tmp_path, found)
    with pytest.raises(error, match=reason):
        checked_manifest(tmp_path, "tantivy")
    if found:  # no writer goes on with it, but one may replace it
        engine = TantivyEngine(tmp_path)
        with pytest.raises(error, match=reason):
            engine.writer()
        engine.writer(rebuild=True).close()


def test_a_usable_index_is_opened(tmp_path: Path) -> None:
    manifest.write(tmp_path, USABLE)
    assert checked_manifest(tmp_path, "tantivy") == USABLE


def session(folder: Path, *, rebuild: bool = False) -> WriteSession:
    return WriteSession.start(folder, "engine", rebuild=rebuild)


def test_a_second_session_waits_for_the_first(tmp_path: Path) -> None:
    first = session(tmp_path)
    with pytest.raises(IndexLocked, match="is being written by process"):
        session(tmp_path)
    first.end()
    session(tmp_path).end()


def test_a_lock_that_fails_is_no_other_writer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnusable, match="cannot create an index in"):
        session(tmp_path / "file")


def test_a_folder_that_cannot_be_written_is_told_and_unlocked(tmp_path: Path) -> None:
    (tmp_path / f"{manifest.FILE}.{os.getpid()}").mkdir()  # where the draft is written
    with pytest.raises(IndexUnusable, match=r"cannot write to .*: Is a directory"):
        session(tmp_path)
    lock.acquire(tmp_path).release()


@pytest.mark.parametrize(
    ("there", "rebuild", "target"),
    [(False, False, "."), (False, True, "."), (True, False, "."), (True, True, "rebuilt")],
)
def test_a_rebuild_of_what_is_there_is_written_beside_it(
    tmp_path: Path, there: bool, rebuild: bool, target: str
) -> None:
    if there:
        (tmp_path / "engine").mkdir()
    started = session(tmp_path, rebuild=rebuild)
    assert started.target == tmp_path / target
    assert started.index_path == tmp_path / target / "engine"
    assert manifest.is_index(started.target)
    started.end()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "engine") == (
        [lock.FILE] if target == "rebuilt" else [manifest.FILE, lock.FILE]
    )


@pytest.mark.parametrize(("is_finished", "left"), [(True, "new"), (False, "old")])
def test_a_finished_rebuild_takes_the_place_of_the_index(
    tmp_path: Path, is_finished: bool, left: str
) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "old").write_text("")
    started = session(tmp_path, rebuild=True)
    started.index_path.mkdir()
    (started.index_path / "new").write_text("")
    started.is_finished = is_finished
    started.end()
    assert [path.name for path in (tmp_path / "engine").iterdir()] == [left]
    assert not (tmp_path / "rebuilt").exists()


@pytest.mark.parametrize(
    ("there", "left", "engine"),
    [  # files when a swap was killed; the index that the next session finds, and its manifest
        ("rebuilt/replaced/old rebuilt/engine/new rebuilt/manifest.json", "new", "rebuilt"),
        ("rebuilt/replaced/old rebuilt/engine/new manifest.json", "new", "kept"),
        ("rebuilt/replaced/old engine/new manifest.json", "new", "kept"),
        ("rebuilt/engine/new rebuilt/manifest.json engine/old manifest.json", "old", "kept"),
    ],
)
def test_a_swap_that_was_killed_is_completed(
    tmp_path: Path, there: str, left: str, engine: str
) -> None:
    for name in there.split():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    for folder, made in ((tmp_path / "rebuilt", "rebuilt"), (tmp_path, "kept")):
        if (folder / manifest.FILE).exists():
            manifest.write(folder, manifest.current(made))
    started = session(tmp_path)
    assert [path.name for path in (tmp_path / "engine").iterdir()] == [left]
    found = manifest.read(tmp_path)
    assert found is not None
    assert found.engine == engine
    assert not (tmp_path / "rebuilt").exists()
    started.end()


class Missing:
    """Finds nothing the first times it is asked; then the index."""

    def __init__(self, times: int) -> None:
        self.times, self.asked = times, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.asked <= self.times:
            raise IndexMissing("none")
        return "found"


@pytest.mark.parametrize(
    ("missing", "is_rebuilding", "asked"),
    [
        (0, True, 1),
        (len(PAUSES), True, len(PAUSES) + 1),
        (1, False, 2),  # the rebuild may just have ended
    ],
)
def test_a_search_waits_while_a_rebuild_is_put_in_place(
    tmp_path: Path, missing: int, is_rebuilding: bool, asked: int
) -> None:
    if is_rebuilding:
        (tmp_path / "rebuilt").mkdir()
    read = Missing(missing)
    assert wait_for_swap(tmp_path, read) == "found"
    assert read.asked == asked


@pytest.mark.parametrize(("is_rebuilding", "asked"), [(True, len(PAUSES) + 1), (False, 2)])
def test_an_index_that_stays_missing_is_told(
    tmp_path: Path, is_rebuilding: bool, asked: int
) -> None:
    if is_rebuilding:
        (tmp_path / "rebuilt").mkdir()
    read = Missing(100)
    with pytest.raises(IndexMissing):
        wait_for_swap(tmp_path, read)
    assert read.asked == asked


def test_the_size_of_an_index_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * 10)
    (tmp_path / "file").write_bytes(b"x" * 3)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert folder_bytes(tmp_path) == 13
