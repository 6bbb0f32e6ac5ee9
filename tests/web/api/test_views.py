"""The JSON API answers exactly what the search function does, and errors in the same shape."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from onrecord.search.engines.base import Engine
from onrecord.search.results.models import JSON_KEYS
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from onrecord.web.app import WebConfig, create_app
from tests.corpus import article
from tests.web.conftest import client_of, engine_of

SAME = [  # parameters, the request they make
    ({"q": "putin"}, SearchRequest("putin")),
    ({"q": "putin", "facets": "1"}, SearchRequest("putin", facets=True)),
    ({"q": "putin", "limit": "1"}, SearchRequest("putin", limit=1)),
    ({"q": "putin", "sort": "oldest"}, SearchRequest("putin", sort=Sort.OLDEST)),
    ({"q": "do the right", "literal": "1"}, SearchRequest("do the right", literal=True)),
    ({"q": "zebra noon", "any": "1"}, SearchRequest("zebra noon", any_word=True)),
    ({"q": "zebra noon"}, SearchRequest("zebra noon")),
    ({"q": "putin (west"}, SearchRequest("putin (west")),
    ({"q": "*", "lang": "de"}, SearchRequest("*", languages=("de",))),
    ({"q": "*", "lang": ["de", "ja"]}, SearchRequest("*", languages=("de", "ja"))),
    ({"q": "*", "period": ["2022", "2024-03"]}, SearchRequest("*", periods=("2022", "2024-03"))),
    (
        {"outlet": ["Example Review", "beispiel.de"]},
        SearchRequest("", outlets=("Example Review", "beispiel.de")),
    ),
    (
        {"q": "*", "from": "2024-02", "to": "2024-03"},
        SearchRequest("*", first=date(2024, 2, 1), last=date(2024, 3, 31)),
    ),
    ({}, SearchRequest("")),
    ({"q": ""}, SearchRequest("")),
]


@pytest.mark.parametrize(("parameters", "request_made"), SAME)
def test_equals_the_search_function(
    client: FlaskClient,
    library: Engine,
    parameters: dict[str, object],
    request_made: SearchRequest,
) -> None:
    response = client.get("/api/search", query_string=parameters)
    assert response.status_code == 200
    assert tuple(response.json or {}) == JSON_KEYS
    assert without_time(response.json) == without_time(
        as_json(search(library, request_made).to_dict())
    )


def without_time(answer: Any) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "took_ms"}


def as_json(value: Any) -> Any:
    """A value as it is after a way through JSON: tuples are lists."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    return [as_json(inner) for inner in value] if isinstance(value, list | tuple) else value


def test_cursors_walk_all_hits(client: FlaskClient) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        parameters = {"q": "*", "limit": "2", "cursor": cursor}
        answer = client.get("/api/search", query_string=parameters).json or {}
        seen += [hit["id"] for hit in answer["hits"]]
        cursor = answer["next"]
    assert len(seen) == len(set(seen)) == answer["total"]


WRONG = [  # parameters, what the message says
    ({"q": "putin", "limit": "abc"}, "limit is a whole number from 1 to 1,000, not 'abc'"),
    ({"q": "putin", "limit": "0"}, "limit is a whole number"),
    ({"q": "putin", "limit": "1001"}, "limit is a whole number"),
    ({"q": "putin", "limit": "٣"}, "limit is a whole number"),
    ({"q": "putin", "limit": "9" * 5000}, "limit is a whole number"),
    ({"q": "putin", "from": "2024-99"}, "from: there is no month 99"),
    ({"q": "putin", "to": "soon"}, "to: 'soon' is not a date"),
    ({"q": "putin", "from": "2024-02-30"}, "from: February 2024 has no day 30"),
    ({"q": "putin", "from": "2024", "to": "2023"}, "is after the last"),
    ({"q": "putin", "sort": "best"}, "sort is relevance, newest, oldest; not 'best'"),
    ({"q": "putin", "literal": "maybe"}, "literal is 1 or 0, not 'maybe'"),
    ({"q": "putin", "literal": "1", "any": "1"}, "not both"),
    ({"q": ["putin", "noon"]}, "q is given 2 times"),
    ({"q": "putin", "outlte": "x"}, "there is no parameter 'outlte'; did you mean outlet?"),
    ({"q": "a" * 10_001}, "a query may have up to 10,000 characters; this one has 10,001"),
    ({"q": "putin", "cursor": "x"}, "is not a cursor"),
    ({"q": "date:2024-99"}, "there is no month 99"),
]


@pytest.mark.parametrize(("parameters", "message"), WRONG)
def test_errors_are_json(client: FlaskClient, parameters: dict[str, str], message: str) -> None:
    response = client.get("/api/search", query_string=parameters)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.json or {}
    assert problem["status"] == 400
    assert message in problem["detail"]
    shown = client.get("/", query_string=parameters)
    assert shown.status_code == 400
    assert "Invalid search" in shown.text


def test_a_syntax_error_points_at_its_spot(client: FlaskClient) -> None:
    answer = client.get("/api/search", query_string={"q": "noon date:2024-99"}).json or {}
    assert answer["type"] == "/api/#bad-query"
    assert (answer["start"], answer["end"], answer["suggestion"]) == (5, 17, "noon")


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/nowhere", 404, "about:blank"),
        ("GET", "/api/articles/none", 404, "/api/#unknown-article"),
        ("GET", "/api/articles?id=", 400, "/api/#bad-parameter"),
        ("GET", "/api/search?q=putin&cursor=x", 400, "/api/#bad-cursor"),
        ("GET", "/api/search.atom?sort=newest", 400, "/api/#bad-parameter"),
        ("POST", "/api/search", 405, "about:blank"),
    ],
)
def test_other_errors_are_problems_too(
    client: FlaskClient, method: str, path: str, status: int, kind: str
) -> None:
    response = client.open(path, method=method)
    problem = response.json or {}
    assert (response.status_code, problem["status"], problem["type"]) == (status, status, kind)
    assert problem["title"]
    assert problem["detail"]


IDS = ["noon", "a/b", "/abs/path.txt#7", "a?b=c&d", "é😀", "%2F", "../up", "."]


@pytest.mark.parametrize("identity", IDS)
def test_a_whole_article(identity: str) -> None:
    client = client_of(engine_of([article(identity, "Zebra", "A zebra.", date=date(2024, 2, 17))]))
    answer = client.get("/api/articles", query_string={"id": identity}).json or {}
    assert (answer["id"], answer["text"], answer["date"]) == (identity, "A zebra.", "2024-02-17")
    if identity[0] not in "/.":
        assert client.get(f"/api/articles/{quote(identity, safe='')}").json == answer


def test_info_is_what_the_engine_says_but_for_its_place(
    client: FlaskClient, library: Engine
) -> None:
    answer = client.get("/api/info").json or {}
    assert answer["articles"] == library.info().articles
    assert answer["outlets"] == library.info().outlets
    assert answer["first_day"] == "2022-05-09"
    assert "location" not in answer


def test_a_search_past_its_time_is_a_problem(library: Engine) -> None:
    config = WebConfig("memory:", lambda _url: library, search_seconds=0)
    client = create_app(config).test_client()
    for path in ("/api/search", "/api/search.csv", "/api/search.atom"):
        response = client.get(path, query_string={"q": "putin"})
        assert response.status_code == 400
        assert (response.json or {})["type"] == "/api/#too-long"
    assert "timed out after 0 seconds" in client.get("/?q=putin").text


def test_a_cursor_of_another_query_leads_to_the_first_page(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=*&limit=1").json or {}
    response = client.get("/", query_string={"q": "putin", "cursor": answer["next"]})
    assert response.status_code == 400
    assert '<a href="/?q=putin">First page of this search</a>' in response.text
