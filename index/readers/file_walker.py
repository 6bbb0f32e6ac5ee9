"""A corpus as a person names it, files and folders and `-`, to the records in it, one by one."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TypeAlias

from onrecord.index.readers import metadata_csv, stdin
from onrecord.index.readers.decoding.byte_streams import (
    READ_ERRORS,
    describe_error,
    plain,
    too_large_message,
)
from onrecord.index.readers.format_registry import MANY, ONE, format_suffix, known
from onrecord.index.readers.metadata_csv import FolderMetadata
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record
from onrecord.index.storage import manifest

Found: TypeAlias = Iterator[Record | ReadError]


def records(paths: Iterable[str]) -> Found:
    """Every record below the paths, in sorted order; what cannot be read is an error among them.

    Files hidden or of no known format are passed over in folders; a file so named is an error.
    """
    walk = _Walk()
    for path in sorted({os.path.normpath(path) for path in paths}):
        if path == stdin.NAME:
            yield from _guarded(stdin.read(sys.stdin.buffer), path)
        else:
            yield from walk.named(path)


@dataclass(slots=True)
class _Walk:
    """One walk over the paths of a run; remembers the metadata.csv files it has read."""

    sidecars: dict[str, FolderMetadata] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def named(self, path: str) -> Found:
        """The records of a path given by name."""
        try:
            is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
        except ValueError:
            yield ReadError(
                _source(path), "no file can have such a name: it holds a null character"
            )
            return
        except OSError as error:
            yield ReadError(_source(path), describe_error(error))
            return
        above = self._above(path)
        if is_folder:
            yield from self._folder(path, above, set())
        elif not format_suffix(path):
            yield ReadError(_source(path), f"is of no known format; the formats are {known()}")
        else:
            yield from self._errors(above[-1])
            if PurePath(path).name != metadata_csv.NAME:  # named by a wildcard, as in seeds/*
                yield from self._file(path, above)

    def _above(self, path: str) -> tuple[str, ...]:
        """The folders a path names on its way, so that it means the same as from further up."""
        folders = tuple(str(folder) for folder in reversed(PurePath(path).parents))
        for folder in folders:
            self._open(folder)
        return folders

    def _folder(self, path: str, above: tuple[str, ...], seen: set[tuple[int, int]]) -> Found:
        """The records below a folder, each folder once; an index that lies there is no article."""
        try:
            status = Path(path).stat()
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError as error:
            yield ReadError(_source(path), describe_error(error))
            return
        if (status.st_dev, status.st_ino) in seen or manifest.is_index(Path(path)):
            return
        seen.add((status.st_dev, status.st_ino))
        yield from self._errors(path)
        for name in names:
            if name != metadata_csv.NAME:
                yield from self._entry(str(PurePath(path, name)), (*above, path), seen)

    def _entry(self, path: str, folders: tuple[str, ...], seen: set[tuple[int, int]]) -> Found:
        try:
            mode = Path(path).stat().st_mode
        except OSError as error:  # a link to nowhere, or gone since the folder was listed
            if format_suffix(path):
                yield ReadError(_source(path), describe_error(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._folder(path, folders, seen)
        elif stat.S_ISREG(mode) and format_suffix(path):
            yield from self._file(path, folders)

    def _open(self, folder: str) -> FolderMetadata:
        """The folder's metadata.csv, read once."""
        if folder not in self.sidecars:
            source = _source(str(PurePath(folder, metadata_csv.NAME)))
            self.sidecars[folder] = metadata_csv.read(folder, source)
        return self.sidecars[folder]

    def _errors(self, folder: str) -> Iterator[ReadError]:
        """What is wrong with the folder's metadata.csv, told once."""
        errors = self._open(folder).errors
        if folder not in self.told:
            self.told.add(folder)
            yield from errors

    def _file(self, path: str, folders: tuple[str, ...]) -> Found:
        """The records of a file, each with what the folders above it say; the nearest last."""
        source = _source(path)
        said = [
            (self.sidecars[folder], PurePath(os.path.relpath(path, folder)).as_posix())
            for folder in folders
            if self.sidecars[folder].said
        ]
        for record in _guarded(_read(path, source), source):
            if said and isinstance(record, Record):
                number = record.source.removeprefix(source)
                given = {k: v for car, name in said for k, v in car.of(name, name + number).items()}
                yield replace(record, given=given)
            else:
                yield record


def _read(path: str, source: str) -> Found:
    suffix = format_suffix(path)
    with Path(path).open("rb") as stream:
        if suffix in MANY:
            yield from MANY[suffix](plain(stream), source)
            return
        content = stream.read(MAX_ARTICLE_BYTES + 1)
        if len(content) > MAX_ARTICLE_BYTES:
            yield ReadError(source, too_large_message())
        else:
            yield Record(source, hashlib.sha256(content).hexdigest(), ONE[suffix], content)


def _guarded(found: Found, source: str) -> Found:
    """The same, with a failing disk or a damaged .gz as a last error in place of an exception."""
    try:
        yield from found
    except READ_ERRORS as error:
        yield ReadError(source, describe_error(error))


def _source(path: str) -> str:
    """The path as it is shown and stored: with slashes, and UTF-8 whatever bytes a name has."""
    return os.fsencode(PurePath(path).as_posix()).decode("utf-8", "backslashreplace")
