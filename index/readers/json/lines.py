"""JSON Lines: one object on each line; a bad line is an error of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import IO

from onrecord.index.readers.decoding.byte_streams import lines, too_large_message
from onrecord.index.readers.record import ReadError, Record


def read(stream: IO[bytes], source: str) -> Iterator[Record | ReadError]:
    """The records of a stream, numbered from 1; empty lines do not count."""
    number = 0
    for line in lines(stream):
        if line is not None and not line.strip():
            continue
        number += 1
        name = f"{source}#{number}"
        if line is None:
            yield ReadError(name, too_large_message())
        else:
            yield Record(name, hashlib.sha256(line).hexdigest(), "json", line)
