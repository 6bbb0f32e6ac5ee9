"""The memory engine: scores by hand, and what a writer's changes become."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.memory import MemoryEngine
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.plan_nodes import MatchAll, Plan
from onrecord.search.results.sorting import SearchAfter, Sort
from tests.corpus import article, fill, rebuild
from tests.search.engines.scores import CORPUS, LEFT, SCORES, TROOPS, scores


@pytest.fixture
def engine() -> MemoryEngine:
    engine = MemoryEngine.open("here")
    fill(engine, CORPUS)
    return engine


@pytest.mark.parametrize(("plan", "expected"), SCORES)
def test_scores(engine: MemoryEngine, plan: Plan, expected: dict[str, float]) -> None:
    assert list(scores(engine, plan).items()) == list(expected.items())


def test_an_empty_index_scores_nothing() -> None:
    assert scores(MemoryEngine(), TROOPS) == {}


@pytest.mark.parametrize(
    ("sort", "order"),
    [(Sort.NEWEST, "abcd"), (Sort.OLDEST, "cbad"), (Sort.RELEVANCE, "abcd")],
)
def test_hits_without_scores_are_in_order_of_date(
    engine: MemoryEngine, sort: Sort, order: str
) -> None:
    page = engine.page(MatchAll(), sort, None, 10)
    assert "".join(hit.document.article.id for hit in page.documents) == order
    assert [hit.search_after.rank for hit in page.documents] == [1, 2, 3, 4]
    assert {hit.search_after.score for hit in page.documents} == {0.0}


def test_pages_back_and_forth(engine: MemoryEngine) -> None:
    hits = engine.page(MatchAll(), Sort.NEWEST, None, 10).documents
    page = engine.page(MatchAll(), Sort.NEWEST, hits[0].search_after, 2)
    assert [hit.search_after for hit in page.documents] == [hit.search_after for hit in hits[1:3]]
    assert (page.total, page.has_more) == (4, True)
    before = engine.previous_page_start(MatchAll(), Sort.NEWEST, hits[2].search_after, 2)
    assert before == hits[0].search_after
    assert isinstance(before, SearchAfter)
    assert engine.previous_page_start(MatchAll(), Sort.NEWEST, hits[1].search_after, 2) is None


def test_scores_are_for_relevance_only(engine: MemoryEngine) -> None:
    page = engine.page(LEFT, Sort.OLDEST, None, 10)
    assert [(hit.document.article.id, hit.search_after.score) for hit in page.documents] == [
        ("b", 0.0),
        ("a", 0.0),
    ]


def test_terms_and_facts(engine: MemoryEngine) -> None:
    assert set(engine.terms("tr")) == {"troops", "troop"}
    assert engine.doc_freq(["left", "stayed", "none"]) == {"left": 2, "stayed": 1, "none": 0}
    assert engine.outlets() == {"One", "Two"}
    assert engine.languages() == {"en", "de", None}
    assert engine.article("b") == CORPUS[1]
    with pytest.raises(UnknownArticle, match="no article has the id 'z'"):
        engine.article("z")


def test_facets(engine: MemoryEngine) -> None:
    facets = engine.facets(MatchAll())
    counts = {name: [(c.value, c.count) for c in values] for name, values in facets.items()}
    assert counts["outlet"] == [("One", 2), ("Two", 1)]
    assert counts["language"] == [("en", 2), ("de", 1)]
    assert counts["month"] == [("2024-03", 2), ("2023-12", 1)]


def test_info(engine: MemoryEngine) -> None:
    info = engine.info()
    assert (info.engine, info.location, info.bytes, info.last_written) == (
        "memory",
        "here",
        0,
        None,
    )
    assert (info.articles, info.undated) == (4, 1)
    assert (info.first_day, info.last_day) == (date(2023, 12, 31), date(2024, 3, 15))
    assert (info.outlets, info.languages) == ({"One": 2, "Two": 1}, {"en": 2, "de": 1})
    empty = MemoryEngine().info()
    assert (empty.articles, empty.first_day, empty.last_day) == (0, None, None)


def test_a_commit_applies_the_changes_in_order(engine: MemoryEngine) -> None:
    writer = engine.writer()
    for one, fingerprint in [
        (article("a", "", "again"), "1"),  # the same id and source
        (article("b", "", "moved", source="new.txt"), "2"),  # replaces b.txt
        (article("e", "", "renamed", source="c.txt"), "3"),  # replaces c
    ]:
        writer.add(writer.prepare(analyse(one, fingerprint)))
    writer.remove("d.txt")
    assert writer.count() == 4
    writer.commit()
    assert set(engine.documents) == {"a", "b", "e"}
    assert writer.count() == 3
    assert writer.fingerprints(["a.txt", "b.txt", "c.txt", "d.txt", "new.txt"]) == {
        "a.txt": "1",
        "c.txt": "3",
        "new.txt": "2",
    }
    assert set(writer.sources()) == {"a.txt", "new.txt", "c.txt"}


def test_the_generation_changes_with_the_index_only(engine: MemoryEngine) -> None:
    writer, first = engine.writer(), engine.generation()
    writer.remove("unknown.txt")
    writer.commit()
    writer.commit()
    assert engine.generation() == first
    writer.remove("a.txt")
    writer.commit()
    second = engine.generation()
    assert second != first
    writer.commit()  # the change is not applied again
    writer.finish()
    assert engine.generation() == second
    fill(engine, CORPUS[:1])
    third = engine.generation()
    assert third != second
    rebuild(engine, CORPUS[:1])
    assert engine.generation() != third
    assert set(engine.documents) == {"a"}


def test_changes_not_committed_are_dropped(engine: MemoryEngine) -> None:
    writer = engine.writer()
    writer.remove("a.txt")
    writer.close()
    writer.commit()
    assert "a" in engine.documents
    rebuilding = engine.writer(rebuild=True)
    rebuilding.add(analyse(CORPUS[0]))
    rebuilding.commit()
    rebuilding.close()
    assert len(engine.documents) == 4
