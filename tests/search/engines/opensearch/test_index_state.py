"""The state of an index is read from its mapping; what is not ours or not current is refused."""

from __future__ import annotations

from typing import Any, cast

import pytest
from opensearchpy import NotFoundError, OpenSearch

from onrecord.index.storage import manifest
from onrecord.search.engines.opensearch.index_state import State, lock_of, read_state
from onrecord.search.engines.opensearch.mapping import meta_of
from onrecord.search.engines.opensearch.url import read_address
from onrecord.search.errors import IndexMissing, IndexOutdated, IndexUnusable, SearchError

META = meta_of(manifest.current("opensearch"), 7, is_open=True)
ADDRESS = read_address("//h/news")


class Node:
    """A node that knows one mapping, or no index at all."""

    def __init__(self, mappings: dict[str, Any] | None) -> None:
        self.mappings, self.indices = mappings, self

    def get_mapping(self, **_: Any) -> Any:
        if self.mappings is None:
            raise NotFoundError(404, "index_not_found_exception", {})
        return self.mappings


def read(mappings: dict[str, Any] | None) -> State:
    return read_state(cast("OpenSearch", Node(mappings)), ADDRESS)


def test_the_state_of_an_index() -> None:
    state = read({"news.3.articles": {"mappings": {"_meta": META}}})
    assert (state.index, state.words) == ("news.3.articles", "news.3.words")
    assert (state.commits, state.is_open, state.generation) == (7, True, "3-7")
    assert lock_of("news") == "news.lock"


@pytest.mark.parametrize(
    ("mappings", "error", "reason"),
    [
        (None, IndexMissing, "there is no index at .*make one"),
        ({}, IndexUnusable, "is not an index of onrecord"),
        *[
            (
                {"i": {"mappings": {"_meta": {k: v for k, v in META.items() if k != missing}}}},
                IndexUnusable,
                "is not an index of onrecord",
            )
            for missing in ("engine", "schema", "commits", "is_open")
        ],
        ({"i": {"mappings": {"_meta": META | {"engine": "x"}}}}, IndexUnusable, "an index of x"),
        ({"i": {"mappings": {"_meta": META | {"schema": 0}}}}, IndexOutdated, "schema is 0"),
    ],
)
def test_an_index_that_cannot_be_used(
    mappings: dict[str, Any] | None, error: type[SearchError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        read(mappings)
