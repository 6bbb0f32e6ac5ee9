"""Searches stop at their time limit."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.errors import SearchTimeout
from onrecord.search.service import SearchRequest, search
from onrecord.search.timeout import check_timeout, time_limit

SLOW = ["putin", '"noon against"', "putin NEAR/5 noon", "p*", "putn~1", "putin OR noon"]


@pytest.mark.parametrize("query", SLOW)
def test_a_search_that_takes_too_long_says_so(engine: Engine, query: str) -> None:
    with time_limit(0), pytest.raises(SearchTimeout, match="timed out after 0 seconds; use rarer"):
        search(engine, SearchRequest(query))


def test_a_search_in_time_is_not_stopped(engine: Engine) -> None:
    with time_limit(600):
        assert search(engine, SearchRequest("putin")).total
    with time_limit(0), time_limit(None):
        assert search(engine, SearchRequest("putin")).total
    with time_limit(0):
        with time_limit(600):
            check_timeout()
        with pytest.raises(SearchTimeout):
            check_timeout()
    check_timeout()
