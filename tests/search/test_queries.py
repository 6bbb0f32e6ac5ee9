"""The frozen query table: each text is read as its tree and finds its articles, on every engine."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.query.ast import Query
from onrecord.search.query.parser import parse_query
from onrecord.search.query.unparse import unparse
from onrecord.search.service import SearchRequest, search
from tests.search.queries import ROWS, TODAY


@pytest.mark.parametrize(("text", "tree", "_ids"), ROWS)
def test_reading(text: str, tree: Query, _ids: str) -> None:
    assert parse_query(text, today=TODAY).query == tree


@pytest.mark.parametrize("tree", [tree for _, tree, _ in ROWS])
def test_a_printed_tree_is_read_as_the_same_tree(tree: Query) -> None:
    assert parse_query(unparse(tree), today=TODAY).query == tree


@pytest.mark.parametrize(("text", "_tree", "ids"), ROWS)
def test_finding(engine: Engine, text: str, _tree: Query, ids: str) -> None:
    results = search(engine, SearchRequest(text, limit=100, today=TODAY))
    found = sorted(hit.id for hit in results.hits)
    assert found == ids.split()
    assert results.total == len(ids.split())
