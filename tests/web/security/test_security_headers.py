"""Security headers: on every response, whatever its status and path."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from onrecord.web.security.security_headers import HEADERS

PROMISED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PATHS = [
    ("/", 200, "no-cache"),
    ("/?q=putin", 200, "no-cache"),
    ("/nowhere", 404, "no-cache"),
    ("/api/search?limit=0", 400, "no-cache"),
    ("/api/search.csv?q=putin", 200, "no-cache"),
    ("/static/style.css", 200, "no-cache"),
    ("/healthz", 200, "no-cache"),
]


@pytest.mark.parametrize(("path", "status", "caching"), PATHS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_headers(client: FlaskClient, scheme: str, path: str, status: int, caching: str) -> None:
    response = client.get(path, base_url=f"{scheme}://localhost")
    response.close()
    assert response.status_code == status
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert PROMISED.items() <= HEADERS.items()
    assert response.headers["Cache-Control"].split(",")[0] == caching
    secure = response.headers.get("Strict-Transport-Security")
    assert secure == ("max-age=31536000" if scheme == "https" else None)


def test_pages_load_nothing_from_elsewhere() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"


def test_unused_features_are_turned_off() -> None:
    features = HEADERS["Permissions-Policy"].split(", ")
    assert all(feature.endswith("=()") for feature in features)
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(features)
