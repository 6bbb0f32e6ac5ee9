"""What engines that keep an index in a folder share."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from onrecord.index.storage import lock, manifest
from onrecord.search.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexOutdated

T = TypeVar("T")

REBUILT = "rebuilt"  # in an index folder: an index being made anew, a folder like it
REPLACED = "replaced"  # in that: the index whose place it takes
PAUSES = (0.0, 0.01, 0.03, 0.1)  # seconds between looks at files that another process renews


def checked_manifest(folder: Path, engine: str) -> manifest.Manifest:
    """The manifest of an index that this version can use; else an EngineError that says why."""
    try:
        made = manifest.read(folder)
    except (ValueError, OSError) as error:
        raise IndexCorrupt(f"the index at {folder} cannot be read: {error}") from error
    if made is None:
        raise IndexCorrupt(f"{folder} has no {manifest.FILE}: it is not an index of onrecord")
    if made.engine != engine:
        raise IndexCorrupt(
            f"{folder} holds an index of {made.engine}; open it as {made.engine}:{folder}"
        )
    if reason := manifest.needs_rebuild(made):
        raise IndexOutdated(
            f"the index at {folder} was made by another version of onrecord ({reason}); "
            "make it anew: onrecord index --rebuild FILES"
        )
    return made


def broken(engine: str, folder: Path, verb: str, error: BaseException) -> IndexCorrupt:
    """What went wrong with an index, and how to have a sound one."""
    return IndexCorrupt(
        f"the index at {folder} cannot be {verb} ({type(error).__name__}: {error}); "
        f"if its files are damaged: onrecord --index {engine}:{folder} index --rebuild FILES"
    )


def acquire_lock(folder: Path) -> lock.FolderLock:
    """The lock on an index folder; IndexLocked, naming the holder, if another process has it."""
    try:
        return lock.acquire(folder)
    except lock.LockHeld as error:
        raise IndexLocked(str(error)) from error
    except lock.NoFolder as error:
        raise IndexCorrupt(str(error)) from error


def writer_folder(folder: Path, part: str, *, rebuild: bool) -> Path:
    """Where a writer that holds the lock writes: a rebuild of what is there goes aside."""
    _clear_aside(folder, part)
    if not rebuild or not (folder / part).exists():
        return folder
    aside = folder / REBUILT
    aside.mkdir()
    return aside


def end_writing(folder: Path, home: Path, part: str, *, is_finished: bool) -> None:
    """End a writer's work: what was made anew takes its place if it is whole, or goes."""
    if home != folder and is_finished:
        _swap_in(folder, part)
    _clear_aside(folder, part)


def _swap_in(folder: Path, part: str) -> None:
    """Killed at any moment, it leaves one of the two whole, and the next writer does the rest."""
    aside = folder / REBUILT
    (folder / part).rename(aside / REPLACED)
    (aside / manifest.FILE).replace(folder / manifest.FILE)
    (aside / part).rename(folder / part)


def awaited(folder: Path, look: Callable[[], T]) -> T:
    """What `look` finds; while a rebuild takes the index's place there is none for a moment."""
    for pause in PAUSES:
        with suppress(IndexMissing):
            return look()
        if not (folder / REBUILT).exists():  # or no longer: the next look tells
            break
        time.sleep(pause)
    return look()


def _clear_aside(folder: Path, part: str) -> None:
    aside = folder / REBUILT
    if (aside / REPLACED).exists() and not (folder / part).exists():  # killed between the two
        if (aside / manifest.FILE).exists():
            (aside / manifest.FILE).replace(folder / manifest.FILE)
        (aside / part).rename(folder / part)
    shutil.rmtree(aside, ignore_errors=True)


def folder_bytes(folder: Path) -> int:
    """The size of an index on disk; files that a merge takes away meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
