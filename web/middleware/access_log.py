"""The access log: one line per request, without the query string unless `logs_queries`."""

from __future__ import annotations

import logging
import sys
import time
from functools import partial
from urllib.parse import quote

from flask import Flask, Response, g, request

from onrecord.web.security.auth import current_user

LOGGER = logging.getLogger("onrecord.requests")
_SAFE = "/:@!$&'()*+,;=-._~%"


def log_to_stderr() -> None:
    """Write the log to standard error, with timestamps."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("time=%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)


def register(app: Flask, *, logs_queries: bool) -> None:
    """Log every request."""
    app.before_request(_start)
    app.after_request(partial(_log_when_sent, logs_queries))


def _start() -> None:
    g.logged_since = time.perf_counter()


def _log_when_sent(logs_queries: bool, response: Response) -> Response:
    response.call_on_close(partial(_log, response, _request_line(logs_queries), g.logged_since))
    return response


def _log(response: Response, line: str, started: float) -> None:
    size = response.headers.get("Content-Length", "-")
    milliseconds = 1000 * (time.perf_counter() - started)
    LOGGER.info("%s status=%d bytes=%s ms=%.1f", line, response.status_code, size, milliseconds)


def _request_line(logs_queries: bool) -> str:
    """Who asked for what, escaped so that no request can forge a line."""
    fields = {
        "from": request.remote_addr or "-",
        "user": current_user() or "-",
        "method": request.method,
        "path": request.script_root + request.path,
    }
    if logs_queries and request.query_string:
        fields["query"] = request.query_string.decode("latin-1")
    return " ".join(f"{name}={quote(value, safe=_SAFE)}" for name, value in fields.items())
