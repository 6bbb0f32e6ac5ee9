"""For those who run the server: whether it works, figures for Prometheus, a line for each request.

What people search for is in neither unless they are told so: `logs_queries` is off by default.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from tempfile import TemporaryDirectory
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from onrecord.search.errors import EngineError
from onrecord.web.middleware.index_provider import current_index
from onrecord.web.security.auth import current_user

blueprint = Blueprint("monitoring", __name__)

VERSION = version("onrecord")
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the name is the client's
LOGGER = logging.getLogger("onrecord.requests")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LEGIBLE = "/:@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Figures:
    """The metrics of one application. `shown` gathers them from all its processes."""

    shown: CollectorRegistry
    requests: Counter
    seconds: Histogram


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched, and whether queries may be written to the log."""

    figures: Figures
    is_logging: bool
    logs_queries: bool


def register(app: Flask, *, is_logging: bool, logs_queries: bool) -> None:
    """Watch every request."""
    app.extensions["onrecord-watch"] = Watch(_figures(), is_logging, logs_queries)
    app.register_blueprint(blueprint)
    app.before_request(_begin)
    app.after_request(_watched)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether searches can be answered; 503 with the reason if not, from the error handler."""
    current_index().engine().generation()
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> Response:
    """The figures, in the text format of Prometheus."""
    text = generate_latest(_watch().figures.shown) + generate_latest(_Index())
    return Response(text, content_type=CONTENT_TYPE_LATEST)


@contextmanager
def metrics_for(workers: int) -> Iterator[None]:
    """Let the processes of one server count together, in files that are gone with it."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="onrecord-metrics-") as folder:
        os.environ[SHARED] = folder
        # It was chosen when the client was imported, before anyone could say so.
        values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]  # untyped there
        yield


def _figures() -> Figures:
    own = CollectorRegistry()
    shown = own
    if SHARED in os.environ:
        shown = CollectorRegistry()
        MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # untyped there
    else:
        ProcessCollector(registry=shown)
    return Figures(
        shown,
        Counter("onrecord_requests", "Requests answered.", ["endpoint", "status"], registry=own),
        Histogram(
            "onrecord_request_seconds",
            "From a request to the end of its answer.",
            ["endpoint"],
            buckets=BUCKETS,
            registry=own,
        ),
    )


class _Index(Collector):
    """What is true of the index now, whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        try:
            info = current_index().info()
        except EngineError:
            articles, written = 0, None
        else:
            articles, written = info.articles, info.last_written
        at = written.timestamp() if written else 0
        yield InfoMetricFamily("onrecord", "This program.", {"version": VERSION})
        yield GaugeMetricFamily("onrecord_articles", "Articles in the index.", articles)
        yield GaugeMetricFamily("onrecord_index_written_seconds", "When it was last written.", at)


def _begin() -> None:
    g.started = time.perf_counter()


def _watched(response: Response) -> Response:
    """Have the end of the answer noted: one that is streamed takes longer than its view."""
    request_line = _request_line()
    endpoint = request.endpoint or "none"
    started = g.get("started", time.perf_counter())
    response.call_on_close(partial(_note, _watch(), response, endpoint, request_line, started))
    return response


def _note(watch: Watch, response: Response, endpoint: str, line: str, started: float) -> None:
    seconds = time.perf_counter() - started
    watch.figures.requests.labels(endpoint, response.status_code).inc()
    watch.figures.seconds.labels(endpoint).observe(seconds)
    if watch.is_logging:
        size = response.headers.get("Content-Length", "-")
        LOGGER.info(
            "%s status=%d bytes=%s ms=%.1f", line, response.status_code, size, 1000 * seconds
        )


def _request_line() -> str:
    """Who asked for what, in characters that can forge no other line."""
    told = {
        "from": request.remote_addr or "-",
        "user": current_user() or "-",
        "method": request.method,
        "path": request.script_root + request.path,
    }
    if _watch().logs_queries and request.query_string:
        told["query"] = request.query_string.decode("latin-1")
    return " ".join(f"{name}={quote(value, safe=_LEGIBLE)}" for name, value in told.items())


def _watch() -> Watch:
    watch: Watch = current_app.extensions["onrecord-watch"]
    return watch
