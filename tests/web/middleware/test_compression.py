"""Responses are smaller for clients that accept gzip, and the same."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from onrecord.web.middleware import compression
from tests.corpus import article
from tests.web.conftest import client_of, engine_of

GZIP = {"Accept-Encoding": "gzip"}
LARGE = ["/?q=putin", "/api/search?q=the", "/api/openapi.json", "/static/style.css"]


@pytest.mark.parametrize("path", LARGE)
def test_the_same_in_less(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=GZIP) as small, client.get(path) as large:
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.content_length == len(small.data) < len(large.data)
        assert len(gzip.decompress(small.data)) == pytest.approx(len(large.data), abs=20)
        assert "Accept-Encoding" in small.headers["Vary"]
        assert "Accept-Encoding" in large.headers["Vary"]


ACCEPTED = [  # Accept-Encoding, whether the response is compressed
    (None, False),
    ("br", False),
    ("gzip;q=0", False),
    ("gzip;q=0.1", True),
    ("br, gzip", True),
    ("*", True),
]


@pytest.mark.parametrize(("accepted", "is_compressed"), ACCEPTED)
def test_only_for_clients_that_accept_it(
    client: FlaskClient, accepted: str | None, is_compressed: bool
) -> None:
    headers = {"Accept-Encoding": accepted} if accepted else {}
    response = client.get("/api/openapi.json", headers=headers)
    assert ("Content-Encoding" in response.headers) == is_compressed


RESPONSES = [  # bytes, type, status, other headers, whether it is compressed
    (1024, "text/html", 200, {}, True),
    (1023, "text/html", 200, {}, False),
    (1024, "application/json", 404, {}, True),
    (1024, "image/png", 200, {}, False),
    (1024, "text/html", 206, {}, False),
    (1024, "text/html", 304, {}, False),
    (1024, "text/html", 200, {"Content-Encoding": "br"}, False),
    (1024, "text/html", 200, {"ETag": '"x"'}, True),
    (1024, "text/html", 200, {"Cache-Control": "no-store"}, True),
]


@pytest.mark.parametrize(("size", "mimetype", "status", "headers", "is_compressed"), RESPONSES)
def test_what_is_compressed(
    size: int, mimetype: str, status: int, headers: dict[str, str], is_compressed: bool
) -> None:
    app = Flask(__name__)
    compression.register(app)
    app.add_url_rule("/", view_func=lambda: Response("x" * size, status, headers, mimetype))
    response = app.test_client().get("/", headers=GZIP)
    assert (response.headers.get("Content-Encoding") == "gzip") == is_compressed
    assert ("Accept-Encoding" in response.headers.get("Vary", "")) == is_compressed
    if is_compressed:
        assert gzip.decompress(response.data) == b"x" * size
    if "ETag" in headers:
        assert response.get_etag() == ("x", True)  # weak: not the same bytes


def test_an_etag_is_good_for_both_forms(client: FlaskClient) -> None:
    for path in ("/?q=putin", "/static/style.css"):
        with client.get(path, headers=GZIP) as response:
            etag = response.headers["ETag"]
        with client.get(path, headers={"If-None-Match": etag}) as again:
            assert again.status_code == 304


def test_a_stream_is_compressed_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.export.downloads.CHUNK_BYTES", 1000)
    client = client_of(engine_of(article(f"a{n:03}", "Zebra", "zebra") for n in range(50)))
    plain = client.get("/api/search.jsonl?q=zebra").data
    with client.get("/api/search.jsonl?q=zebra", headers=GZIP, buffered=False) as response:
        first, *rest = map(bytes, response.response)
    decompressor = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    begun = decompressor.decompress(first)
    assert begun
    assert plain.startswith(begun)
    assert begun + b"".join(map(decompressor.decompress, rest)) == plain
    assert decompressor.eof
