"""The API documentation: a page with every operation, and a document with this server's address."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from onrecord.web.api.docs_page import _with_code
from onrecord.web.api.openapi import OPERATIONS
from onrecord.web.errors.problem_details import PROBLEM_TYPES


@pytest.mark.parametrize("prefix", ["", "/search"])
def test_the_document_names_this_server(client: FlaskClient, prefix: str) -> None:
    answer = client.get("/api/openapi.json", environ_overrides={"SCRIPT_NAME": prefix}).get_json()
    assert answer["servers"] == [{"url": f"http://localhost{prefix}"}]
    assert client.get("/api/openapi.json?x=1").status_code == 400


def test_the_page_has_all_of_it(client: FlaskClient) -> None:
    html = client.get("/api/").text
    assert [one.path for one in OPERATIONS if one.path not in html] == []
    assert [one.name for one in PROBLEM_TYPES if f'id="{one.name}"' not in html] == []
    assert "`" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a` or `b c`", "<code>a</code> or <code>b c</code>"),
        ("`<b>` <b>", "<code>&lt;b&gt;</code> &lt;b&gt;"),
        ("a ` b", "a ` b"),
        ("``", "``"),
    ],
)
def test_backticks_are_code(text: str, html: str) -> None:
    assert _with_code(text) == html
