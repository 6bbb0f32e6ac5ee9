"""What those who run the server see of it, and what they do not."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from onrecord.search.engines.base import Engine
from onrecord.search.errors import IndexMissing
from onrecord.web.app import WebConfig, create_app


def figures(client: FlaskClient) -> dict[str, float]:
    """The samples of /metrics by name and labels."""
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def client_logging(library: Engine, *, logs_queries: bool = False) -> FlaskClient:
    config = WebConfig("memory:", lambda _url: library, is_logging=True, logs_queries=logs_queries)
    return create_app(config).test_client()


def test_requests_are_counted_by_what_they_were_for(library: Engine) -> None:
    client = create_app(WebConfig("memory:", lambda _url: library)).test_client()
    for address in ("/api/search?q=putin", "/api/search?q=noon", "/api/search?limit=0", "/x", "/y"):
        with client.get(address):
            pass
    told = figures(client)
    counted = "onrecord_requests_total[('endpoint', '{}'), ('status', '{}')]"
    assert told[counted.format("api.search_json", 200)] == 2
    assert told[counted.format("api.search_json", 400)] == 1
    assert told[counted.format("none", 404)] == 2  # one name for whatever is asked for
    assert told["onrecord_request_seconds_count[('endpoint', 'api.search_json')]"] == 3
    assert told["onrecord_articles[]"] == library.info().articles


def test_health_is_that_searches_can_be_answered(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"

    def missing(_url: str) -> Engine:
        raise IndexMissing("there is no index here")

    ill = create_app(WebConfig("memory:", missing)).test_client()
    assert ill.get("/healthz").status_code == 503
    assert figures(ill)["onrecord_articles[]"] == 0


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "onrecord.requests"]


def test_a_line_for_each_request_without_what_was_sought(
    library: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_logging(library)
    with caplog.at_level(logging.INFO, "onrecord.requests"):
        for address in ("/api/search?q=secret+source", "/?q=secret"):
            client.get(address, buffered=True)
    api, page = lines(caplog)
    assert api.startswith("from=127.0.0.1 user=- method=GET path=/api/search status=200 bytes=")
    assert " ms=" in api
    assert " path=/ status=200 " in page
    assert "secret" not in caplog.text


def test_queries_are_logged_only_when_asked_for(
    library: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "onrecord.requests"):
        client_logging(library, logs_queries=True).get("/?q=secret+source", buffered=True)
    assert " query=q=secret+source status=200 " in lines(caplog)[0]


FORGED = ["/a%0astatus=200", "/a b", '/"x"', "/\u2028", "/é", "/%ff"]


@pytest.mark.parametrize("path", FORGED)
def test_no_request_forges_a_line(
    library: Engine, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO, "onrecord.requests"):
        client_logging(library, logs_queries=True).get(f"{path}?q=%0a\u2028 x", buffered=True)
    [line] = lines(caplog)
    assert line.isascii()
    assert line.isprintable()
    assert len(line.split()) == 8
