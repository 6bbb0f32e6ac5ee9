"""What engines with a local index folder share: versions, the writer lock, rebuilds, damage."""

from __future__ import annotations

import shutil
import time
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from onrecord.index.storage import lock, manifest
from onrecord.index.writer_protocol import Writer
from onrecord.search.engines.base import IndexInfo
from onrecord.search.engines.searcher_engine import SearcherEngine
from onrecord.search.errors import (
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    SearchError,
)

T = TypeVar("T")

REBUILT = "rebuilt"  # inside the index folder: a rebuild in progress, laid out like the folder
REPLACED = "replaced"  # inside that: the old index, while the rebuild takes its place
PAUSES = (0.0, 0.01, 0.03, 0.1)  # seconds between attempts to read files that are being replaced


@dataclass
class LocalEngine(SearcherEngine):
    """An engine whose index is the part named after it of a folder."""

    folder: Path

    @classmethod
    def open(cls, location: str) -> Self:
        return cls(Path(location))

    def info(self) -> IndexInfo:
        return self._ask(
            lambda searcher: self._info(
                searcher,
                checked_manifest(self.folder, self.name),
                str(self.folder),
                folder_bytes(self.folder),
            )
        )

    def writer(self, *, rebuild: bool = False) -> Writer:
        if not rebuild and (self.folder / manifest.FILE).exists():
            checked_manifest(self.folder, self.name)
        self.close()  # a rebuild deletes the files that are open here
        return self._open_writer(rebuild=rebuild)

    @abstractmethod
    def _open_writer(self, *, rebuild: bool) -> Writer: ...

    @abstractmethod
    def close(self) -> None: ...


def checked_manifest(folder: Path, engine: str) -> manifest.Manifest:
    """The manifest of an index that this version can use; else an EngineError that says why."""
    try:
        made = manifest.read(folder)
    except ValueError as error:
        raise IndexCorrupt(f"the index at {folder} cannot be read: {error}") from error
    except OSError as error:
        raise IndexUnusable(f"the index at {folder} cannot be read: {error}") from error
    if made is None:
        raise IndexUnusable(f"{folder} has no {manifest.FILE}: it is not an index of onrecord")
    if made.engine != engine:
        raise IndexUnusable(
            f"{folder} holds an index of {made.engine}; open it as {made.engine}:{folder}"
        )
    if reason := manifest.needs_rebuild(made):
        raise IndexOutdated(
            f"the index at {folder} was made by another version of onrecord ({reason}); "
            "rebuild it: onrecord index --rebuild FILES"
        )
    return made


@dataclass(frozen=True, slots=True)
class DamageGuard:
    """Turns what an engine's library raises on damaged files into IndexCorrupt.

    Wrap calls into the library alone, or our own bugs are reported as damage.
    """

    engine: str
    folder: Path
    verb: str  # "read" or "written"
    errors: tuple[type[Exception], ...]
    passed: tuple[type[Exception], ...] = (SearchError,)  # ours already, or a wrong call

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, self.passed):
            return
        if isinstance(error, self.errors) or _is_panic(error):
            raise IndexCorrupt(
                f"the index at {self.folder} cannot be {self.verb} "
                f"({type(error).__name__}: {error}); if its files are damaged: "
                f"onrecord --index {self.engine}:{self.folder} index --rebuild FILES"
            ) from error


def _is_panic(error: BaseException | None) -> bool:
    """Whether an extension in Rust panicked: the exception's class cannot be imported.

    PyO3 derives it from BaseException itself, as only interrupts are besides.
    """
    interrupts = (KeyboardInterrupt, SystemExit, GeneratorExit)
    return error is not None and not isinstance(error, (Exception, *interrupts))


@dataclass
class WriteSession:
    """Exclusive write access to an index folder."""

    folder: Path
    engine: str
    target: Path  # where to write: the folder, or the one of a rebuild inside it
    lock: lock.FolderLock
    is_finished: bool = False

    @classmethod
    def start(cls, folder: Path, engine: str, *, rebuild: bool) -> WriteSession:
        """Lock a folder and clear away unfinished rebuilds; IndexLocked if another has the lock."""
        try:
            held = lock.acquire(folder)
        except lock.LockHeld as error:
            raise IndexLocked(str(error)) from error
        except lock.LockFailed as error:
            raise IndexUnusable(str(error)) from error
        session = cls(folder, engine, folder, held)
        try:
            session._prepare(rebuild=rebuild)
        except OSError as error:
            held.release()
            raise IndexUnusable(f"cannot write to {folder}: {error.strerror}") from error
        return session

    def _prepare(self, *, rebuild: bool) -> None:
        _clear_rebuild(self.folder, self.engine)
        if rebuild and (self.folder / self.engine).exists():
            self.target = self.folder / REBUILT
            self.target.mkdir()
        if rebuild or not (self.target / manifest.FILE).exists():
            self.save_manifest()

    @property
    def index_path(self) -> Path:
        """The folder of the engine's own files."""
        return self.target / self.engine

    def save_manifest(self) -> None:
        """Note that the index was written now."""
        manifest.write(self.target, manifest.current(self.engine))

    def end(self) -> None:
        """Put a finished rebuild in place, drop an unfinished one, and release the lock."""
        if self.target != self.folder and self.is_finished:
            _swap_in(self.folder, self.engine)
        _clear_rebuild(self.folder, self.engine)
        self.lock.release()


def _swap_in(folder: Path, engine: str) -> None:
    """Put a rebuild in place. If killed halfway, the next writer completes it or undoes it."""
    rebuilt = folder / REBUILT
    (folder / engine).rename(rebuilt / REPLACED)
    (rebuilt / manifest.FILE).replace(folder / manifest.FILE)
    (rebuilt / engine).rename(folder / engine)


def _clear_rebuild(folder: Path, engine: str) -> None:
    rebuilt = folder / REBUILT
    if (rebuilt / REPLACED).exists() and not (folder / engine).exists():  # killed while swapping
        if (rebuilt / manifest.FILE).exists():
            (rebuilt / manifest.FILE).replace(folder / manifest.FILE)
        (rebuilt / engine).rename(folder / engine)
    shutil.rmtree(rebuilt, ignore_errors=True)


def wait_for_swap(folder: Path, read: Callable[[], T]) -> T:
    """What `read` returns; if a rebuild is being put in place, it is tried again for a moment."""
    for pause in PAUSES:
        with suppress(IndexMissing):
            return read()
        if not (folder / REBUILT).exists():  # or no longer: the last attempt tells
            break
        time.sleep(pause)
    return read()


def folder_bytes(folder: Path) -> int:
    """The size of an index on disk; files that a merge deletes meanwhile do not count."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size if path.is_file() else 0
    return total
