"""Byte streams for readers: decompressed, in UTF-8, without a limit on their size."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Protocol

from onrecord.index.readers.decoding.charset import detect_encoding
from onrecord.index.readers.record import MAX_ARTICLE_BYTES, ReadError, Record

GZIP_MAGIC = b"\x1f\x8b"
PEEK_BYTES = 64 * 1024
READ_ERRORS = (OSError, EOFError, zlib.error)


class Readable(Protocol):
    """What is needed of a byte stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; empty at the end."""


def utf8_stream(stream: Readable) -> IO[bytes]:
    """The stream decompressed, and recoded to UTF-8 if it is in UTF-16 or UTF-32."""
    head, opened = peek(stream)
    if head.startswith(GZIP_MAGIC):
        head, opened = peek(gzip.GzipFile(fileobj=opened))
    encoding = detect_encoding(head) if b"\0" in head else "utf-8"
    if encoding.startswith(("utf-16", "utf-32")):
        recoder = codecs.EncodedFile(opened, "utf-8", encoding, "replace")
        head, opened = peek(recoder)
    if head.startswith(codecs.BOM_UTF8):
        opened.read(len(codecs.BOM_UTF8))
    return opened


def peek(stream: Readable) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, and a stream that still has them; works on pipes."""
    head = stream.read(PEEK_BYTES)
    return head, io.BufferedReader(_Chained(head, stream), PEEK_BYTES)


def decompressed(record: Record) -> bytes:
    """The bytes of a file, decompressed; ReadError if they are damaged or too many."""
    assert isinstance(record.content, bytes)
    content = record.content
    if content.startswith(GZIP_MAGIC):
        try:
            content = gzip.GzipFile(fileobj=io.BytesIO(content)).read(MAX_ARTICLE_BYTES + 1)
        except READ_ERRORS as error:
            raise ReadError(record.source, describe_error(error)) from error
    if len(content) > MAX_ARTICLE_BYTES:
        raise ReadError(record.source, too_large_message())
    return content


def iter_lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a stream without line ends; None for one that is too long."""
    while line := stream.readline(MAX_ARTICLE_BYTES + 1):
        if len(line) <= MAX_ARTICLE_BYTES:
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_ARTICLE_BYTES)
        yield None


def too_large_message() -> str:
    """The error message for an article over the limit."""
    return f"is larger than {MAX_ARTICLE_BYTES // 1024**2} MiB, too much for one article"


def describe_error(error: Exception) -> str:
    """An error of the system or decompressor in words for the owner of the file."""
    if isinstance(error, EOFError):
        return "the compressed file is cut off; copy it again"
    if isinstance(error, (gzip.BadGzipFile, zlib.error)):
        return f"the compressed file is damaged ({error}); copy it again"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return str(error)


class _Chained(io.RawIOBase):
    """Bytes already read, followed by the rest of their stream."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        super().__init__()
        self._head = head
        # read1 returns what there is before it fails: a truncated .gz is read to its end.
        self._read = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower on purpose
        if not self._head:
            self._head = self._read(len(buffer))
        taken = self._head[: len(buffer)]
        self._head = self._head[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
