"""Answers are smaller for those who take gzip, and the same."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask.testing import FlaskClient

from tests.corpus import article
from tests.web.conftest import client_of, engine_of

GZIP = {"Accept-Encoding": "gzip"}
LARGE = ["/?q=putin", "/api/search?q=the", "/api/openapi.json", "/static/style.css"]
REFUSED: list[dict[str, str]] = [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}]


@pytest.mark.parametrize("address", LARGE)
def test_the_same_in_less(client: FlaskClient, address: str) -> None:
    with client.get(address, headers=GZIP) as small, client.get(address) as large:
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.content_length == len(small.data) < len(large.data)
        assert len(gzip.decompress(small.data)) == pytest.approx(len(large.data), abs=20)
        assert "Accept-Encoding" in small.headers["Vary"]
        assert "Accept-Encoding" in large.headers["Vary"]


@pytest.mark.parametrize("headers", REFUSED)
def test_not_for_those_who_do_not_take_it(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.get("/api/openapi.json", headers=headers)
    assert "Content-Encoding" not in response.headers
    assert response.json


def test_little_is_left_alone(client: FlaskClient) -> None:
    response = client.get("/api/nowhere", headers=GZIP)
    assert "Content-Encoding" not in response.headers


def test_a_copy_is_known_by_its_tag_whichever_way_it_came(client: FlaskClient) -> None:
    for address in LARGE:
        with client.get(address, headers=GZIP) as response:
            etag = response.headers.get("ETag")
        if etag:
            with client.get(address, headers={"If-None-Match": etag}) as again:
                assert again.status_code == 304


def test_a_stream_is_compressed_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.export.downloads.CHUNK_BYTES", 1000)
    client = client_of(engine_of(article(f"a{n:03}", "Zebra", "zebra") for n in range(50)))
    plain = client.get("/api/search.jsonl?q=zebra").data
    with client.get("/api/search.jsonl?q=zebra", headers=GZIP, buffered=False) as response:
        first, *rest = map(bytes, response.response)
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    begun = unpacker.decompress(first)
    assert begun
    assert plain.startswith(begun)
    assert begun + b"".join(map(unpacker.decompress, rest)) == plain
    assert unpacker.eof
