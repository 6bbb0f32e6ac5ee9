"""Metrics for Prometheus (`/metrics`) and a health check (`/healthz`)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from onrecord.search.errors import EngineError
from onrecord.web.middleware.index_provider import current_index

blueprint = Blueprint("metrics", __name__)

VERSION = version("onrecord")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class RequestMetrics:
    """The request metrics of one application; `exported` adds up those of all workers."""

    exported: CollectorRegistry
    requests: Counter
    seconds: Histogram


def register(app: Flask) -> None:
    """Measure every request."""
    app.extensions["onrecord-metrics"] = _request_metrics()
    app.register_blueprint(blueprint)
    app.before_request(_start)
    app.after_request(_observe_when_sent)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 if the index can be searched; otherwise the error handler answers 503."""
    current_index().engine().generation()
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> Response:
    """All metrics in the text format of Prometheus."""
    request_metrics: RequestMetrics = current_app.extensions["onrecord-metrics"]
    text = generate_latest(request_metrics.exported) + generate_latest(_IndexCollector())
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _request_metrics() -> RequestMetrics:
    own = CollectorRegistry()
    exported = own
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # see web/server/prefork.py
        exported = CollectorRegistry()
        MultiProcessCollector(exported)  # type: ignore[no-untyped-call]  # untyped there
    else:
        ProcessCollector(registry=exported)
    return RequestMetrics(
        exported,
        Counter("onrecord_requests", "Requests answered.", ["endpoint", "status"], registry=own),
        Histogram(
            "onrecord_request_seconds",
            "Time from a request to the end of its response.",
            ["endpoint"],
            buckets=BUCKETS,
            registry=own,
        ),
    )


class _IndexCollector(Collector):
    """The state of the index, the same in every worker."""

    def collect(self) -> Iterator[Metric]:
        try:
            info = current_index().info()
        except EngineError:
            articles, written = 0, None
        else:
            articles, written = info.articles, info.last_written
        at = written.timestamp() if written else 0
        yield InfoMetricFamily("onrecord", "Version of onrecord.", {"version": VERSION})
        yield GaugeMetricFamily("onrecord_articles", "Articles in the index.", articles)
        yield GaugeMetricFamily("onrecord_index_written_seconds", "Time of the last commit.", at)


def _start() -> None:
    g.measured_since = time.perf_counter()


def _observe_when_sent(response: Response) -> Response:
    """Observe the request at its end: a streamed response takes longer than its view."""
    request_metrics: RequestMetrics = current_app.extensions["onrecord-metrics"]
    endpoint = request.endpoint or "none"
    response.call_on_close(partial(_observe, request_metrics, response, endpoint, g.measured_since))
    return response


def _observe(metrics: RequestMetrics, response: Response, endpoint: str, started: float) -> None:
    metrics.requests.labels(endpoint, response.status_code).inc()
    metrics.seconds.labels(endpoint).observe(time.perf_counter() - started)
