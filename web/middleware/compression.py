"""gzip compression of responses: whole, or chunk by chunk if they are streamed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, request

MIN_BYTES = 1024  # smaller responses hardly shrink
LEVEL = 5  # higher levels are slower and hardly smaller
GZIP_FORMAT = 16 + zlib.MAX_WBITS
COMPRESSIBLE = ("text/", "application/")


def register(app: Flask) -> None:
    """Compress responses for clients that accept gzip."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _is_compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    if response.is_streamed and "Content-Length" not in response.headers:
        response.response = _compress_stream(response.iter_encoded())
    else:
        response.direct_passthrough = False  # static files are small enough to read whole
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag := response.get_etag()[0]:
        response.set_etag(etag, weak=True)  # the same content in other bytes
    return response


def _is_compressible(response: Response) -> bool:
    if response.status_code in (206, 304) or "Content-Encoding" in response.headers:
        return False
    is_text = (response.mimetype or "").startswith(COMPRESSIBLE)
    return is_text and int(response.headers.get("Content-Length", MIN_BYTES)) >= MIN_BYTES


def _compress_stream(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Compress chunks as they come; each can be read before the next arrives."""
    compressor = zlib.compressobj(LEVEL, wbits=GZIP_FORMAT)
    for chunk in chunks:
        yield compressor.compress(chunk) + compressor.flush(zlib.Z_SYNC_FLUSH)
    yield compressor.flush()
