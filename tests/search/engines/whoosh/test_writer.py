"""A whoosh index that changes answers as the memory engine does, scores included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.base import Engine
from onrecord.search.engines.memory import MemoryEngine
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.plan.plan_nodes import Plan
from onrecord.search.plan.planner import plan_query
from onrecord.search.query.parser import parse_query
from onrecord.search.results.sorting import Sort
from tests.conftest import examples
from tests.search.strategies import articles, queries

QUERIES = (
    "war",
    '"to be"',
    "peace OR war*",
    "-war",
    "lang:en the",
    "putin~1 not",
    "date:2024-03-02",
)

identities = st.sampled_from(("a", "b", "c", "d"))
puts = st.builds(
    lambda one, identity, source: replace(one, id=identity, source=source),
    articles,
    identities,
    identities,
)
changes = st.lists(
    puts | identities | st.sampled_from(("commit", "abandon")), min_size=1, max_size=20
)


@examples(30)
@given(life=changes, asked=st.lists(queries, max_size=4))
def test_an_index_that_changes_agrees_with_memory_in_scores_too(
    tmp_path_factory: pytest.TempPathFactory, life: list[Any], asked: list[Any]
) -> None:
    engine = WhooshEngine.open(str(tmp_path_factory.mktemp("life")))
    oracle = MemoryEngine.open("")
    for one in (engine, oracle):
        live(one, life)
    for query in (*(parse_query(text).query for text in QUERIES), *asked):
        plan = plan_query(query, oracle)
        for sort in Sort:
            assert ranks(engine, plan, sort) == ranks(oracle, plan, sort)
        assert engine.facets(plan) == oracle.facets(plan)
    assert summary(engine) == summary(oracle)
    engine.close()


def live(engine: Engine, life: list[Any]) -> None:
    """Go through changes: an article is put, a source removed, the rest committed or given up."""
    writer = engine.writer()
    for change in life:
        if isinstance(change, Article):
            writer.add(writer.prepare(analyse(change)))
        elif change == "commit":
            writer.commit()
        elif change == "abandon":
            writer.close()
            writer = engine.writer()
        else:
            writer.remove(change)
    writer.commit()
    writer.close()


def ranks(engine: Engine, plan: Plan, sort: Sort) -> list[tuple[Article, float]]:
    page = engine.page(plan, sort, None, 100)
    assert page.total == len(page.documents)
    return [(one.document.article, round(one.search_after.score, 3)) for one in page.documents]


def summary(engine: Engine) -> list[Any]:
    info = engine.info()
    counts = (info.articles, info.undated, info.first_day, info.last_day)
    return [*counts, info.outlets, info.languages, sorted(engine.outlets()), engine.languages()]
