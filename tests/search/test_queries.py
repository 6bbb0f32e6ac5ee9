"""The frozen query table: each text finds its articles on every engine."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.query.ast import Query
from onrecord.search.service import SearchRequest, search
from tests.search.queries import ROWS, TODAY


@pytest.mark.parametrize(("text", "_tree", "ids"), ROWS)
def test_finding(engine: Engine, text: str, _tree: Query, ids: str) -> None:
    results = search(engine, SearchRequest(text, limit=100, today=TODAY))
    found = sorted(hit.id for hit in results.hits)
    assert found == ids.split()
    assert results.total == len(ids.split())
