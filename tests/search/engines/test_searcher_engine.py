"""Engines that answer from a searcher of the last commit: what they say of an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord.index import schema
from onrecord.index.analysis import analyzer
from onrecord.search.engines.base import Engine
from onrecord.search.engines.local_storage import folder_bytes
from onrecord.search.engines.registry import open_engine
from onrecord.search.engines.tantivy.engine import TantivyEngine
from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.errors import IndexMissing
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.results.sorting import Sort
from tests.corpus import fill
from tests.search.engines.scores import CORPUS, LEFT, scores


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    engine = open_engine(f"{request.param}:{tmp_path_factory.mktemp('facts')}")
    fill(engine, CORPUS)
    yield engine
    engine.close()


def test_info(engine: Engine) -> None:
    assert isinstance(engine, (TantivyEngine, WhooshEngine))
    info = engine.info()
    assert (info.engine, info.location) == (engine.name, str(engine.folder))
    assert (info.articles, info.undated) == (4, 1)
    assert (info.first_day, info.last_day) == (date(2023, 12, 31), date(2024, 3, 15))
    assert (info.outlets, info.languages) == ({"One": 2, "Two": 1}, {"en": 2, "de": 1})
    assert (info.schema, info.analysis) == (schema.VERSION, analyzer.VERSION)
    assert info.bytes == folder_bytes(engine.folder) > 1000
    assert info.last_written is not None
    assert info.generation == engine.generation()


def test_every_question_is_answered_from_the_last_commit(engine: Engine) -> None:
    assert engine.languages() == {"en", "de", None}
    assert sorted(engine.outlets()) == ["One", "Two"]
    assert set(engine.terms("troo")) == {"troop", "troops"}
    assert engine.doc_freq(["left"]) == {"left": 2}
    assert list(scores(engine, LEFT)) == ["b", "a"]
    assert engine.article("a") == CORPUS[0]
    assert engine.facets(MatchAll())["outlet"][0].count == 2
    hits = engine.page(MatchAll(), Sort.NEWEST, None, 4).documents
    start = engine.previous_page_start(MatchAll(), Sort.NEWEST, hits[2].search_after, 2)
    assert start == hits[0].search_after


ENGINES = pytest.mark.parametrize("engine_class", [TantivyEngine, WhooshEngine])


@ENGINES
def test_a_missing_index_says_how_to_make_one(
    engine_class: type[TantivyEngine | WhooshEngine], tmp_path: Path
) -> None:
    engine = engine_class(tmp_path / "none")
    for question in (engine.generation, engine.languages, engine.info):
        with pytest.raises(IndexMissing, match=r"make one: onrecord (--index whoosh:.* )?index"):
            question()


@ENGINES
def test_a_searcher_is_kept_until_the_next_commit(
    engine_class: type[TantivyEngine | WhooshEngine], tmp_path: Path
) -> None:
    engine, other = engine_class(tmp_path), engine_class(tmp_path)
    fill(other, CORPUS[:1])
    first = engine.generation()
    searcher = engine._ask(lambda searcher: searcher)
    assert engine._ask(lambda searcher: searcher) is searcher
    fill(other, CORPUS[1:])
    assert engine.generation() != first
    assert engine._ask(lambda searcher: searcher) is not searcher
    assert engine.info().articles == 4
    engine.close()
    assert engine.info().articles == 4
    engine.close()


@pytest.mark.parametrize("sort", Sort)
def test_pages_go_on_and_back(engine: Engine, sort: Sort) -> None:
    order = {Sort.OLDEST: "cbad"}.get(sort, "abcd")
    hits = engine.page(MatchAll(), sort, None, 10).documents
    assert "".join(hit.document.article.id for hit in hits) == order
    assert [hit.search_after.rank for hit in hits] == [1, 2, 3, 4]
    page = engine.page(MatchAll(), sort, hits[0].search_after, 2)
    assert [hit.search_after for hit in page.documents] == [hit.search_after for hit in hits[1:3]]
    assert (page.total, page.has_more) == (4, True)
    start = engine.previous_page_start(MatchAll(), sort, hits[2].search_after, 2)
    assert start == hits[0].search_after
