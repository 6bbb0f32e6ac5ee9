"""Answers as gzip for those who accept it: whole, or piece by piece where they are streamed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, request

SMALLEST = 1024  # bytes; below, nothing is won
LEVEL = 5  # beyond it text gets hardly smaller, and slower
GZIP_FORMAT = 16 + zlib.MAX_WBITS
TEXTUAL = ("text/", "application/")


def register(app: Flask) -> None:
    """Compress what is worth it."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if not _is_worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    if response.is_streamed and "Content-Length" not in response.headers:
        response.response = _stream(response.iter_encoded())
    else:
        response.direct_passthrough = False  # a file is read whole: ours are small
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag := response.get_etag()[0]:
        response.set_etag(etag, weak=True)  # the same, but not the same bytes
    return response


def _is_worth_it(response: Response) -> bool:
    if response.status_code in (206, 304) or "Content-Encoding" in response.headers:
        return False
    is_text = (response.mimetype or "").startswith(TEXTUAL)
    return is_text and int(response.headers.get("Content-Length", SMALLEST)) >= SMALLEST


def _stream(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces compressed as they come, none held back for the next."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP_FORMAT)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
