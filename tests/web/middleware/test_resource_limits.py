"""Two exports at once, and a time limit for each request's search."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.errors import SearchTimeout
from onrecord.search.timeout import check_timeout
from onrecord.web.app import WebConfig, create_app
from onrecord.web.middleware.resource_limits import Limits, ServerBusy, search_timeout


def test_two_exports_may_run_at_once() -> None:
    limits = Limits()
    with ExitStack() as exports:
        exports.enter_context(limits.export())
        exports.enter_context(limits.export())
        with pytest.raises(ServerBusy, match="2 exports are in progress"), limits.export():
            pass
    with limits.export(), limits.export():  # slots are released, also after an error
        pass


def test_a_failed_export_releases_its_slot() -> None:
    limits = Limits()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), limits.export():
            raise ZeroDivisionError


@pytest.mark.parametrize("path", ["/?q=putin", "/api/search?q=putin", "/article/noon?q=putin"])
def test_every_request_has_a_time_limit(library: Engine, path: str) -> None:
    config = WebConfig("memory:", lambda _url: library, search_seconds=0)
    response = create_app(config).test_client().get(path)
    assert response.status_code == 400
    assert "timed out after 0 seconds" in response.text


def test_the_time_limit_ends_with_the_request(library: Engine) -> None:
    app = create_app(WebConfig("memory:", lambda _url: library, search_seconds=0))
    app.test_client().get("/?q=putin")
    check_timeout()
    with app.app_context(), search_timeout(), pytest.raises(SearchTimeout):
        check_timeout()
    check_timeout()
