"""Records that bring the same id, of which the last in reading order stays.

One that gave way is not in the index, so the next run takes it for new and puts out the one that
stays, which that run skips as unchanged. So a run that has put in more than is there looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from onrecord.index.readers import Record, records
from onrecord.index.readers.record_parser import id_in
from onrecord.index.readers.stdin import NAME as STANDARD_INPUT
from onrecord.index.writer_protocol import Writer

ASKED_AT_ONCE = 1000


def contested(paths: Iterable[str], writer: Writer) -> Iterator[tuple[str, Record]]:
    """Every record whose id one that is not in the index brings too, in reading order, by id.

    Standard input cannot be read again: there, the order within one run decides.
    """
    files = [path for path in paths if path != STANDARD_INPUT]
    missing = {id_in(record) for record in _missing(files, writer)} - {None}
    for record in _read(files) if missing else ():
        identity = id_in(record)
        if identity is not None and identity in missing:
            yield identity, record


def _missing(paths: list[str], writer: Writer) -> Iterator[Record]:
    found = _read(paths)
    while batch := list(islice(found, ASKED_AT_ONCE)):
        known = writer.fingerprints([record.source for record in batch])
        yield from (record for record in batch if record.source not in known)


def _read(paths: list[str]) -> Iterator[Record]:
    return (record for record in records(paths) if isinstance(record, Record))
