"""Errors of the API: problem details with a type that its documentation describes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from onrecord.web.errors.problem_details import PROBLEM_TYPES, ProblemType, problem_type

PROBLEMS = [  # path, status, end of the type, title, the part of the query
    ("/api/search?q=date:2024-99", 400, "bad-query", "Query syntax error", "date:2024-99"),
    ("/api/search?q=putin&cursor=!", 400, "bad-cursor", "Invalid cursor", None),
    ("/api/search?limit=0", 400, "bad-parameter", "Invalid parameter", None),
    ("/api/articles/none", 404, "unknown-article", "Article not found", None),
]


@pytest.mark.parametrize(("path", "status", "name", "title", "part"), PROBLEMS)
def test_problems(
    client: FlaskClient, path: str, status: int, name: str, title: str, part: str | None
) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = response.json or {}
    assert (problem["type"], problem["title"]) == (f"/api/#{name}", title)
    assert problem["status"] == status
    assert problem["detail"]
    assert ("start" in problem, "end" in problem, "suggestion" in problem) == (bool(part),) * 3
    if part:
        query = path.partition("q=")[2]
        assert query[problem["start"] : problem["end"]] == part


def test_an_error_that_its_status_explains(client: FlaskClient) -> None:
    problem = client.get("/api/nowhere").json or {}
    assert problem == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "no page '/api/nowhere'",
    }


@pytest.mark.parametrize("kind", PROBLEM_TYPES, ids=lambda kind: kind.name)
def test_every_error_has_the_first_type_that_fits(kind: ProblemType) -> None:
    error = kind.error.__new__(kind.error)
    assert problem_type(error) is kind
    assert kind.status in (400, 403, 404, 429, 503)


def test_other_errors_have_no_type() -> None:
    assert problem_type(ValueError()) is None
