"""Creates and opens the whoosh index inside an index folder, and reports damage."""

from __future__ import annotations

import pickle
import struct
import zlib
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.reading import CorruptIndexError, TermNotFound

from onrecord.search.engines.local_storage import DamageGuard
from onrecord.search.engines.whoosh import schema
from onrecord.search.errors import IndexMissing, SearchError

MAX_ATTEMPTS = 5  # at reading files that a commit of another process deletes at the same moment
WRITE_ERRORS = (
    CorruptIndexError,
    whoosh_index.IndexError,
    OSError,
    EOFError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)


def read_guard(folder: Path) -> DamageGuard:
    """Reports failed reads. Whoosh unpickles without checks, so damage may raise anything."""
    return DamageGuard("whoosh", folder, "read", (Exception,), (SearchError, TermNotFound))


def write_guard(folder: Path) -> DamageGuard:
    """Reports failures while the index is written."""
    return DamageGuard("whoosh", folder, "written", WRITE_ERRORS)


def last_commit(folder: Path) -> str:
    """Identifies the last commit, also after a rebuild in the same place."""
    for _ in range(MAX_ATTEMPTS):
        commits = list((folder / "whoosh").glob("_MAIN_*.toc"))
        if not commits:
            break
        try:
            newest = max(commits, key=lambda path: int(path.stem.rpartition("_")[2]))
            return f"{newest.stem}-{newest.stat().st_mtime_ns:x}".removeprefix("_MAIN_")
        except FileNotFoundError:
            continue
    raise _missing(folder)


def open_index(folder: Path) -> whoosh_index.FileIndex:
    """The whoosh index of an index folder; IndexMissing if there is none."""
    for _ in range(MAX_ATTEMPTS):
        try:
            return whoosh_index.open_dir(str(folder / "whoosh"), schema=schema.build_schema())
        except FileNotFoundError:
            continue
        except whoosh_index.EmptyIndexError:
            break
    raise _missing(folder)


def open_or_create(folder: Path) -> whoosh_index.FileIndex:
    """The whoosh index of an index folder, created if there is none."""
    try:
        return open_index(folder)
    except IndexMissing:
        (folder / "whoosh").mkdir(exist_ok=True)
        return whoosh_index.create_in(str(folder / "whoosh"), schema.build_schema())


def _missing(folder: Path) -> IndexMissing:
    return IndexMissing(
        f"there is no whoosh index at {folder}; "
        f"make one: onrecord --index whoosh:{folder} index FILES"
    )
