"""What engines that keep an index in a folder share."""

from __future__ import annotations

from pathlib import Path

from index import lock, manifest
from search.errors import IndexBroken, IndexBusy, IndexOutdated


def checked_manifest(folder: Path, engine: str) -> manifest.Manifest:
    """The manifest of an index that this version can use; else an EngineError that says why."""
    try:
        made = manifest.read(folder)
    except (ValueError, OSError) as error:
        raise IndexBroken(f"the index at {folder} cannot be read: {error}") from error
    if made is None:
        raise IndexBroken(f"{folder} has no {manifest.FILE}: it is not an index of onrecord")
    if made.engine != engine:
        raise IndexBroken(
            f"{folder} holds an index of {made.engine}; open it as {made.engine}:{folder}"
        )
    if reason := manifest.needs_rebuild(made):
        raise IndexOutdated(
            f"the index at {folder} was made by another version of onrecord ({reason}); "
            "make it anew: onrecord index --rebuild FILES"
        )
    return made


def broken(engine: str, folder: Path, verb: str, error: BaseException) -> IndexBroken:
    """What went wrong with an index, and how to have a sound one."""
    return IndexBroken(
        f"the index at {folder} cannot be {verb} ({type(error).__name__}: {error}); "
        f"if its files are damaged: onrecord --index {engine}:{folder} index --rebuild FILES"
    )


def hold(folder: Path) -> lock.FolderLock:
    """The lock on an index folder; IndexBusy, naming the holder, if another process has it."""
    try:
        return lock.hold(folder)
    except lock.LockHeld as error:
        raise IndexBusy(str(error)) from error
    except lock.NoFolder as error:
        raise IndexBroken(str(error)) from error


def folder_bytes(folder: Path) -> int:
    """The size of an index on disk; files that a merge takes away meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
