"""What engines that keep an index in a folder share."""

from __future__ import annotations

from pathlib import Path

from index import manifest
from search.errors import IndexBroken, IndexOutdated


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


def folder_bytes(folder: Path) -> int:
    """The size of an index on disk; files that a merge takes away meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
