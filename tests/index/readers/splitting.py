"""What the tests of files with many records share."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator

from onrecord.index.readers import ReadError
from onrecord.index.readers.decoding.byte_streams import utf8_stream
from onrecord.index.readers.format_registry import Splitter

MEGABYTE = 1 << 20


def shown(split: Splitter, content: bytes) -> Iterator[str]:
    """Each record as its source and content, each error as its message."""
    for found in split(utf8_stream(io.BytesIO(content)), "f"):
        if isinstance(found, ReadError):
            yield str(found)
        elif isinstance(found.content, bytes):
            yield f"{found.source} {found.content.decode()}"
        else:
            yield f"{found.source} {json.dumps(found.content, ensure_ascii=True)}"


def assert_starts(found: Iterator[str], expected: list[str]) -> None:
    """Whether each line starts as expected, and there are no others."""
    lines = list(found)
    assert len(lines) == len(expected)
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True))


def peak_memory(split: Splitter, head: bytes, repeated: bytes) -> int:
    """The most bytes allocated while reading a stream of 16 MiB that is never in memory."""
    stream = utf8_stream(_Repeated(head, repeated, 16 * MEGABYTE))
    tracemalloc.start()
    for _ in split(stream, "f"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


class _Repeated:
    def __init__(self, head: bytes, piece: bytes, length: int) -> None:
        self.head, self.block, self.left = head, piece * 64, length

    def read(self, size: int = -1, /) -> bytes:
        if self.head:
            head, self.head = self.head, b""
            return head
        block = self.block[: max(0, min(size, self.left))]
        self.left -= len(block)
        return block
