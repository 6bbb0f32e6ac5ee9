"""Metrics and the health check: what Prometheus and a load balancer see of a server."""

from __future__ import annotations

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from onrecord.search.engines.base import Engine
from onrecord.search.errors import IndexMissing
from onrecord.web.app import WebConfig, create_app
from tests.web.conftest import client_of

BUCKETS = "0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 10.0 +Inf"  # seconds


def samples(client: FlaskClient) -> dict[str, float]:
    """The samples of /metrics by name and labels."""
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_requests_are_counted_by_endpoint_and_status(library: Engine) -> None:
    client = client_of(library)
    for path in ("/api/search?q=putin", "/api/search?q=noon", "/api/search?limit=0", "/x", "/y"):
        client.get(path, buffered=True)
    found = samples(client)
    counted = "onrecord_requests_total[('endpoint', '{}'), ('status', '{}')]"
    assert found[counted.format("api.search_json", 200)] == 2
    assert found[counted.format("api.search_json", 400)] == 1
    assert found[counted.format("none", 404)] == 2  # one label for all unknown paths
    assert found["onrecord_request_seconds_count[('endpoint', 'api.search_json')]"] == 3
    assert 0 < found["onrecord_request_seconds_sum[('endpoint', 'api.search_json')]"] < 60
    slowest = "onrecord_request_seconds_bucket[('endpoint', 'none'), ('le', '10.0')]"
    assert found[slowest] == 2
    buckets = [name.split("'")[-2] for name in found if "_bucket[('endpoint', 'none')" in name]
    assert " ".join(buckets) == BUCKETS
    assert found["process_open_fds[]"] > 0


def test_a_streamed_response_counts_when_it_has_ended(library: Engine) -> None:
    client = client_of(library)
    count = "onrecord_request_seconds_count[('endpoint', 'exports.{}')]"
    with client.get("/api/search.jsonl?q=the", buffered=False) as response:
        next(iter(response.response))
        assert not any("jsonl" in name or "exports" in name for name in samples(client))
    assert [name for name in samples(client) if name.startswith(count[:50])]


def test_the_state_of_the_index(library: Engine) -> None:
    info = library.info()
    found = samples(client_of(library))
    assert found["onrecord_articles[]"] == info.articles
    written = info.last_written.timestamp() if info.last_written else 0
    assert found["onrecord_index_written_seconds[]"] == written
    assert any(name.startswith("onrecord_info[('version', '") for name in found)


def test_the_health_check_is_that_the_index_can_be_searched(client: FlaskClient) -> None:
    healthy = client.get("/healthz")
    assert (healthy.status_code, healthy.text) == (200, "ok\n")

    def missing(_url: str) -> Engine:
        raise IndexMissing("there is no index here")

    broken = create_app(WebConfig("memory:", missing)).test_client()
    assert broken.get("/healthz").status_code == 503
    found = samples(broken)
    assert (found["onrecord_articles[]"], found["onrecord_index_written_seconds[]"]) == (0, 0)
