"""The journeys once more, at a path of a real reverse proxy: no link leads out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from onrecord.web.security.password_file import format_entry
from tests.browser.conftest import PASSWORD, visiting
from tests.browser.proxy import PREFIX, behind_nginx
from tests.browser.test_journeys import (
    test_a_broken_query_is_repaired_by_one_click,
    test_copy_the_link_to_a_passage,
    test_follow_a_month_of_the_timeline,
    test_no_results_and_the_closest,
    test_open_and_go_from_match_to_match,
    test_pages_forward_and_back,
    test_refine_by_several_outlets_and_a_year_and_free_it_again,
    test_search,
)
from tests.browser.test_saving import test_from_the_door_to_a_saved_search_and_out
from tests.browser.test_typing import (
    test_back_leads_to_what_was_before_typing,
    test_refine_and_turn_pages_without_enter,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Visit

__all__ = [
    "test_a_broken_query_is_repaired_by_one_click",
    "test_back_leads_to_what_was_before_typing",
    "test_copy_the_link_to_a_passage",
    "test_follow_a_month_of_the_timeline",
    "test_from_the_door_to_a_saved_search_and_out",
    "test_no_results_and_the_closest",
    "test_open_and_go_from_match_to_match",
    "test_pages_forward_and_back",
    "test_refine_and_turn_pages_without_enter",
    "test_refine_by_several_outlets_and_a_year_and_free_it_again",
    "test_search",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with behind_nginx(tmp_path_factory.mktemp("open"), "--no-auth") as address:
        yield address


@pytest.fixture(scope="module")
def guarded_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("guarded")
    users = folder / "users.txt"
    users.write_text(format_entry("alice", PASSWORD), "utf-8")
    with behind_nginx(folder, "--password-file", str(users)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """What is asked for outside the prefix is complained of."""
    with visiting(browser, site) as opened:
        yield opened


def test_the_api_tells_its_public_address(visit: Visit, site: str) -> None:
    described = visit("/api/").request.get(f"{site}/api/openapi.json").json()
    assert described["servers"] == [{"url": site}]
    assert site.endswith(PREFIX)
