"""Every engine finds what the memory engine finds, on random corpora and queries."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.query.ast import Query
from onrecord.search.query.unparse import unparse
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from tests.conftest import examples
from tests.corpus import fill
from tests.engines import TESTED, discard, url_of
from tests.search.strategies import corpora, queries

EXAMPLES = {"tantivy": 60, "whoosh": 60, "opensearch": 25}  # the last also on a cluster
OTHERS = [name for name in TESTED if name != "memory"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new place for each random index."""
    root = tmp_path_factory.mktemp("agreement")
    return (root / str(number) for number in count())


@pytest.mark.parametrize("name", OTHERS)
def test_engines_agree(name: str, folders: Iterator[Path]) -> None:
    # A failing example is as plain unshrunk, and shrinking builds indexes for minutes.
    @examples(EXAMPLES[name], phases=(Phase.explicit, Phase.reuse, Phase.generate))
    @given(articles=corpora, asked=st.lists(queries, min_size=8, max_size=8))
    def agree(articles: list[Article], asked: list[Query]) -> None:
        url = url_of(name, next(folders))
        compare(url, articles, asked)
        discard(url)

    agree()


def compare(url: str, articles: list[Article], asked: list[Query]) -> None:
    """Fails unless an engine answers as the memory engine does."""
    oracle, engine = open_engine("memory:"), open_engine(url)
    for one in (oracle, engine):
        fill(one, articles)
    for query in asked:
        for sort in Sort:
            assert answer(engine, query, sort) == answer(oracle, query, sort), unparse(query)
    engine.close()


def answer(engine: Engine, query: Query, sort: Sort) -> Any:
    """What engines must agree on: hits with snippets and manner; in order, if sorted by date."""
    results = search(engine, SearchRequest(unparse(query), limit=50, sort=sort, facets=True))
    hits = [(hit.id, hit.matched_as, hit.snippets) for hit in results.hits]
    closest = sorted((hit.id, hit.matched_as, hit.snippets) for hit in results.closest)
    if sort is Sort.RELEVANCE:
        hits.sort()
    return results.total, closest, results.facets, hits
