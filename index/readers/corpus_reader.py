"""Walks files, folders and standard input, and yields their records one by one."""

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
    too_large_message,
    utf8_stream,
)
from onrecord.index.readers.format_registry import (
    SINGLE_ARTICLE,
    SPLITTERS,
    format_suffix,
    supported_formats,
)
from onrecord.index.readers.metadata_csv import FolderMetadata
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record
from onrecord.index.storage import manifest

Records: TypeAlias = Iterator[Record | ReadError]


def records(paths: Iterable[str]) -> Records:
    """Every record below the paths, in sorted order, with errors for what cannot be read.

    In folders, hidden files and unsupported formats are skipped; named as a path they are errors.
    """
    walker = _Walker()
    for path in sorted({os.path.normpath(path) for path in paths}):
        if path == stdin.NAME:
            yield from _guarded(stdin.read(sys.stdin.buffer), path)
        else:
            yield from walker.walk(path)


@dataclass(slots=True)
class _Walker:
    """A walk over the paths of a run, which reads each metadata.csv once."""

    metadata: dict[str, FolderMetadata] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)

    def walk(self, path: str) -> Records:
        """The records of a path as the user gave it."""
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
            yield ReadError(
                _source(path), f"unsupported file type; the types are {supported_formats()}"
            )
        else:
            yield from self._errors(above[-1])
            if PurePath(path).name != metadata_csv.NAME:  # named by a wildcard, as in seeds/*
                yield from self._file(path, above)

    def _above(self, path: str) -> tuple[str, ...]:
        """The folders above a path, so that their metadata.csv applies as in a walk from there."""
        folders = tuple(str(folder) for folder in reversed(PurePath(path).parents))
        for folder in folders:
            self._open(folder)
        return folders

    def _folder(self, path: str, above: tuple[str, ...], seen: set[tuple[int, int]]) -> Records:
        """The records below a folder; visits each folder once, and no index."""
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

    def _entry(self, path: str, folders: tuple[str, ...], seen: set[tuple[int, int]]) -> Records:
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
        """The metadata.csv of a folder, read once."""
        if folder not in self.metadata:
            source = _source(str(PurePath(folder, metadata_csv.NAME)))
            self.metadata[folder] = metadata_csv.read(folder, source)
        return self.metadata[folder]

    def _errors(self, folder: str) -> Iterator[ReadError]:
        """The errors in the metadata.csv of a folder, reported once."""
        errors = self._open(folder).errors
        if folder not in self.reported:
            self.reported.add(folder)
            yield from errors

    def _file(self, path: str, folders: tuple[str, ...]) -> Records:
        """The records of a file, with metadata from the folders above; the nearest one wins."""
        source = _source(path)
        tables = [
            (self.metadata[folder], PurePath(os.path.relpath(path, folder)).as_posix())
            for folder in folders
            if self.metadata[folder].rows
        ]
        for record in _guarded(_read(path, source), source):
            if tables and isinstance(record, Record):
                number = record.source.removeprefix(source)
                metadata: dict[str, str] = {}
                for table, name in tables:
                    metadata |= table.of(name, name + number)
                yield replace(record, metadata=metadata)
            else:
                yield record


def _read(path: str, source: str) -> Records:
    suffix = format_suffix(path)
    with Path(path).open("rb") as stream:
        if suffix in SPLITTERS:
            yield from SPLITTERS[suffix](utf8_stream(stream), source)
            return
        content = stream.read(MAX_ARTICLE_BYTES + 1)
        if len(content) > MAX_ARTICLE_BYTES:
            yield ReadError(source, too_large_message())
        else:
            yield Record(
                source, hashlib.sha256(content).hexdigest(), SINGLE_ARTICLE[suffix], content
            )


def _guarded(found: Records, source: str) -> Records:
    """The same records, with an error in place of an exception from the disk or a damaged .gz."""
    try:
        yield from found
    except READ_ERRORS as error:
        yield ReadError(source, describe_error(error))


def _source(path: str) -> str:
    """The path as stored and shown: with slashes, and valid UTF-8 whatever bytes a name has."""
    return os.fsencode(PurePath(path).as_posix()).decode("utf-8", "backslashreplace")
