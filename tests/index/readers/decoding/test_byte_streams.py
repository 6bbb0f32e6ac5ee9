"""Streams are decompressed and recoded, whatever their size; errors are put into words."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest

from onrecord.index.readers import ReadError, Record
from onrecord.index.readers.decoding import byte_streams
from onrecord.index.readers.decoding.byte_streams import (
    PEEK_BYTES,
    decompressed,
    describe_error,
    iter_lines,
    peek,
    too_large_message,
    utf8_stream,
)

TEXT = "a café\n"
STREAMS = [  # (bytes, bytes of the stream)
    (b"", b""),
    (TEXT.encode(), TEXT.encode()),
    (gzip.compress(TEXT.encode()), TEXT.encode()),
    (TEXT.encode("utf-8-sig"), TEXT.encode()),
    (gzip.compress(TEXT.encode("utf-8-sig")), TEXT.encode()),
    (TEXT.encode("utf-16"), TEXT.encode()),
    (TEXT.encode("utf-16-be"), TEXT.encode()),
    (TEXT.encode("utf-32"), TEXT.encode()),
    (gzip.compress(TEXT.encode("utf-16")), TEXT.encode()),
    (TEXT.encode("cp1252"), TEXT.encode("cp1252")),  # each line is decoded later
    (b"a\0b" * 9, b"a\0b" * 9),  # a NUL does not make it UTF-16
]
LIMIT = 10
LINES: list[tuple[bytes, list[bytes | None]]] = [
    (b"", []),
    (b"a\nb\r\n\nc", [b"a", b"b", b"", b"c"]),
    (b"x" * 9 + b"\ny", [b"x" * 9, b"y"]),
    (b"x" * LIMIT, [b"x" * LIMIT]),
    (b"x" * LIMIT + b"\ny", [None, b"y"]),  # with its end it is over the limit
    (b"x" * 35 + b"\ny", [None, b"y"]),
    (b"x" * 35, [None]),
]
ERRORS = [
    (EOFError("x"), "the compressed file is cut off; copy it again"),
    (zlib.error("bad"), "the compressed file is damaged (bad); copy it again"),
    (gzip.BadGzipFile("bad"), "the compressed file is damaged (bad); copy it again"),
    (PermissionError(13, "Permission denied"), "cannot be read: Permission denied"),
    (OSError("odd"), "odd"),
    (ValueError("odd"), "odd"),
]


@pytest.mark.parametrize(("content", "expected"), STREAMS)
def test_streams_are_plain_utf8(content: bytes, expected: bytes) -> None:
    assert utf8_stream(io.BytesIO(content)).read() == expected


def test_a_peek_leaves_the_stream_whole() -> None:
    content = bytes(range(256)) * 1024
    head, stream = peek(io.BytesIO(content))
    assert head == content[: 64 * 1024]
    assert stream.read() == content


def test_a_truncated_gz_is_read_to_its_end() -> None:
    content = bytes(range(256)) * 1000
    stream = utf8_stream(io.BytesIO(gzip.compress(content)[:-9]))
    received = b""
    with pytest.raises(EOFError):  # noqa: PT012  # what comes before the error counts
        while block := stream.read(1000):
            received += block
    assert len(received) > len(content) - PEEK_BYTES
    assert content.startswith(received)


@pytest.mark.parametrize(("content", "lines"), LINES)
def test_lines(content: bytes, lines: list[bytes | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_streams, "MAX_ARTICLE_BYTES", LIMIT)
    assert list(iter_lines(io.BytesIO(content))) == lines


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_up_to_the_limit(pack: type[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_streams, "MAX_ARTICLE_BYTES", LIMIT)
    assert decompressed(Record("f", "", "text", pack(b"x" * LIMIT))) == b"x" * LIMIT
    with pytest.raises(ReadError, match="f: is larger than"):
        decompressed(Record("f", "", "text", pack(b"x" * (LIMIT + 1))))


def test_a_damaged_file() -> None:
    with pytest.raises(ReadError, match="f: the compressed file is cut off"):
        decompressed(Record("f", "", "text", gzip.compress(b"x")[:-9]))


def test_the_limit_is_32_mib() -> None:
    assert too_large_message() == "is larger than 32 MiB, too much for one article"


@pytest.mark.parametrize(("error", "message"), ERRORS)
def test_errors_in_words(error: Exception, message: str) -> None:
    assert describe_error(error) == message
