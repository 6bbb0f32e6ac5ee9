"""The whoosh index inside an index folder: made, opened, and its failures told as ours."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.reading import CorruptIndexError

from onrecord.index.storage import manifest
from onrecord.search.engines.local_storage import broken
from onrecord.search.engines.whoosh import schema
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.errors import IndexMissing, SearchError

PART = "whoosh"  # of the index folder, beside the manifest and the lock
ATTEMPTS = 5  # at reading what a commit of another process takes away at the same moment
# What whoosh comes to when it reads damaged files, or a disk fails.
FAILURES = (
    CorruptIndexError,
    whoosh_index.IndexError,
    OSError,
    EOFError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)


def last_commit(folder: Path) -> str:
    """A mark that every commit changes, also in an index made anew at the same place."""
    for _ in range(ATTEMPTS):
        commits = list((folder / PART).glob("_MAIN_*.toc"))
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
    for _ in range(ATTEMPTS):
        try:
            with reading(folder):
                return whoosh_index.open_dir(str(folder / PART), schema=schema.build_schema())
        except FileNotFoundError:
            continue
        except whoosh_index.EmptyIndexError:
            break
    raise _missing(folder)


def open_or_create(folder: Path) -> whoosh_index.FileIndex:
    """The same for a writer, which makes an index where there is none."""
    try:
        return open_index(folder)
    except IndexMissing:
        (folder / PART).mkdir(exist_ok=True)
        index = whoosh_index.create_in(str(folder / PART), schema.build_schema())
        manifest.write(folder, manifest.current("whoosh"))
        return index


def _missing(folder: Path) -> IndexMissing:
    return IndexMissing(
        f"there is no whoosh index at {folder}; "
        f"make one: onrecord --index whoosh:{folder} index FILES"
    )


def open_segments(folder: Path) -> Segments:
    """The last commit of an index folder."""
    with failing_as_broken(folder, "read"), reading(folder):
        return Segments.open(open_index(folder))


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Whoosh checks nothing that it reads: damage may end in any error."""
    try:
        yield
    except (SearchError, *FAILURES):
        raise
    except Exception as error:
        raise broken("whoosh", folder, "read", error) from error


@contextmanager
def failing_as_broken(folder: Path, verb: str) -> Iterator[None]:
    """What goes wrong inside whoosh, as an IndexCorrupt that names the folder."""
    try:
        yield
    except FAILURES as error:
        raise broken("whoosh", folder, verb, error) from error
