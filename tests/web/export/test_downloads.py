"""Every hit comes out, in the order of the search, in each form, and in pieces."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.results.export import COLUMNS
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from onrecord.web.export import downloads
from onrecord.web.export.downloads import EXPORT_FORMATS
from onrecord.web.middleware.resource_limits import MAX_EXPORTS
from tests.corpus import article
from tests.web.conftest import client_of, engine_of

SEARCHES = [  # parameters, the request they make
    ({"q": "*"}, SearchRequest("*")),
    ({"q": "putin", "sort": "oldest"}, SearchRequest("putin", sort=Sort.OLDEST)),
    ({"q": "the", "outlet": "example"}, SearchRequest("the", outlets=("example",))),
    ({"q": "zebra noon"}, SearchRequest("zebra noon")),
]


def ids_in(form: str, text: str) -> list[str]:
    """The ids of the articles in an export, in order."""
    if form == "csv":
        header, *rows = csv.reader(text.splitlines(keepends=True))
        assert tuple(header) == COLUMNS
        return [row[0] for row in rows]
    if form == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    return [line[6:] for line in text.splitlines() if line.startswith("ID  - ")]


@pytest.mark.parametrize("form", EXPORT_FORMATS)
@pytest.mark.parametrize(("parameters", "request_made"), SEARCHES)
def test_all_hits_in_order(
    client: FlaskClient,
    library: Engine,
    form: str,
    parameters: dict[str, str],
    request_made: SearchRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("onrecord.web.export.downloads.PAGE_SIZE", 3)
    results = search(library, replace(request_made, limit=1000))
    expected = [hit.id for hit in results.hits] if results.total else []
    response = client.get(f"/api/search.{form}", query_string=parameters, buffered=True)
    assert response.status_code == 200
    assert ids_in(form, response.text) == expected


def test_no_more_is_read_than_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.export.downloads.PAGE_SIZE", 10)
    monkeypatch.setattr("onrecord.web.export.downloads.CHUNK_BYTES", 1000)
    client = client_of(engine_of(article(f"a{n:03}", "Zebra", "zebra") for n in range(100)))
    with client.get("/api/search.jsonl?q=zebra", buffered=False) as response:
        pieces = list(response.response)
    assert len(pieces) > 20
    assert len(ids_in("jsonl", b"".join(map(bytes, pieces)).decode())) == 100


@pytest.mark.parametrize(
    ("lines", "chunks"),
    [
        ([], [b""]),
        (["abc", "d", "e"], [b"abcd", b"e"]),
        (["abc", "de", "f"], [b"abcde", b"f"]),
        (["\u00e9\u00e9", "\ud800"], [b"\xc3\xa9\xc3\xa9", b"?"]),
    ],
)
def test_chunks(monkeypatch: pytest.MonkeyPatch, lines: list[str], chunks: list[bytes]) -> None:
    monkeypatch.setattr(downloads, "CHUNK_BYTES", 4)
    assert list(downloads._to_chunks(lines)) == chunks


def test_a_lone_surrogate_breaks_no_export() -> None:
    client = client_of(engine_of([article("a", "Zebra \ud800", "zebra")]))
    for form in EXPORT_FORMATS:
        assert "Zebra" in client.get(f"/api/search.{form}?q=zebra", buffered=True).text


NAMES = [  # query, the file's name
    ("*", "onrecord.csv"),
    ('"Noon against Putin"', "onrecord-noon-against-putin.csv"),
    ('x"\r\nSet-Cookie: a=b', "onrecord-x-set-cookie-a-b.csv"),
    ("war " * 100, "onrecord-" + "war-" * 14 + "war.csv"),
]


@pytest.mark.parametrize(("query", "name"), NAMES)
def test_the_file_is_named_after_the_query(client: FlaskClient, query: str, name: str) -> None:
    response = client.get("/api/search.csv", query_string={"q": query}, buffered=True)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_client_that_disconnects_leaves_its_slot(
    library: Engine, chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.web.export.downloads.CHUNK_BYTES", 1)
    client = client_of(library)
    for _ in range(MAX_EXPORTS + 1):
        response = client.get("/api/search.jsonl?q=*", buffered=False)
        assert response.status_code == 200
        for _ in range(chunks):
            assert next(iter(response.response))
        response.close()


def test_only_so_many_at_once(library: Engine) -> None:
    client = client_of(library)
    running = [client.get("/api/search.csv?q=*", buffered=False) for _ in range(MAX_EXPORTS)]
    refused = client.get("/api/search.csv?q=*")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert (refused.json or {})["type"] == "/api/#busy"
    for response in running:
        response.close()
    for _ in range(2 * MAX_EXPORTS):
        assert client.get("/api/search.csv?q=*", buffered=True).status_code == 200
        assert client.get("/api/search.csv?q=date:2024-99").status_code == 400
        assert client.head("/api/search.csv?q=*", buffered=True).status_code == 200
