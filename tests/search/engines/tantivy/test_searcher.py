"""One commit of a tantivy index: facts about it, and which documents stay cached."""

from __future__ import annotations

from datetime import date

import pytest
from tantivy import Query

from onrecord.search.engines.tantivy.searcher import (
    MAX_CACHED_CHARS,
    MAX_CACHED_DOCUMENTS,
    Searcher,
)
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.plan_nodes import MatchAll, Plan
from onrecord.search.results.sorting import Sort
from tests.corpus import article
from tests.search.engines.scores import CORPUS, LEFT, SCORES
from tests.search.engines.tantivy.ram import reader_of


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(reader_of(CORPUS), "now")


@pytest.mark.parametrize(("plan", "expected"), SCORES)
def test_scores(searcher: Searcher, plan: Plan, expected: dict[str, float]) -> None:
    hits = searcher.page(plan, Sort.RELEVANCE, None, 10).documents
    found = [(hit.document.article.id, hit.search_after.score) for hit in hits]
    assert found == list(expected.items())


def test_scores_are_for_relevance_only(searcher: Searcher) -> None:
    hits = searcher.page(LEFT, Sort.OLDEST, None, 10).documents
    found = [(hit.document.article.id, hit.search_after.score) for hit in hits]
    assert found == [("b", 0.0), ("a", 0.0)]


def test_facts(searcher: Searcher) -> None:
    assert searcher.articles == 4
    assert searcher.outlets == {"One": 2, "Two": 1}
    assert searcher.language_counts == {"en": 2, "de": 1}
    assert searcher.languages == {"en", "de", None}
    assert Searcher(reader_of(CORPUS[:3]), "now").languages == {"en", "de"}
    assert searcher.dates == (3, date(2023, 12, 31), date(2024, 3, 15))
    assert Searcher(reader_of([]), "now").dates == (0, None, None)
    assert searcher.doc_freq(["left", "zebra"]) == {"left": 2, "zebra": 0}


def test_terms_of_the_exact_layer(searcher: Searcher) -> None:
    assert sorted(searcher.terms("tr")) == ["troop", "troops", "troops"]  # in text and title
    assert {"left", "stayed", "none"} <= set(searcher.terms(""))
    assert not [term for term in searcher.terms("") if term.startswith("_")]


def test_facets(searcher: Searcher) -> None:
    facets = searcher.facets(MatchAll())
    counts = {name: [(c.value, c.count) for c in values] for name, values in facets.items()}
    assert counts["outlet"] == [("One", 2), ("Two", 1)]
    assert counts["month"] == [("2024-03", 2), ("2023-12", 1)]


def test_an_article_by_id(searcher: Searcher) -> None:
    assert searcher.article("b") == CORPUS[1]
    with pytest.raises(UnknownArticle, match="no article has the id 'z'"):
        searcher.article("z")


@pytest.mark.parametrize(("length", "is_cached"), [(50_000, True), (50_001, False)])
def test_long_documents_are_not_cached(length: int, is_cached: bool) -> None:
    assert MAX_CACHED_CHARS == 50_000
    searcher = Searcher(reader_of([article("a", "", "x" * length)]), "now")
    first, again = (
        searcher.page(MatchAll(), Sort.NEWEST, None, 1).documents[0].document for _ in range(2)
    )
    assert (first is again) is is_cached


def test_the_documents_used_last_are_cached() -> None:
    count = MAX_CACHED_DOCUMENTS
    searcher = Searcher(reader_of([article(f"{n:04d}", "", "") for n in range(count + 1)]), "now")
    hits = searcher.page(MatchAll(), Sort.NEWEST, None, count).documents
    oldest = hits[0].document
    assert searcher.page(MatchAll(), Sort.NEWEST, None, 1).documents[0].document is oldest
    searcher.page(MatchAll(), Sort.NEWEST, hits[-1].search_after, 1)  # one document more
    first, second = searcher.page(MatchAll(), Sort.NEWEST, None, 2).documents
    assert first.document is oldest
    assert second.document is not hits[1].document
    assert len(searcher.documents) == count


def test_candidates_are_verified_against_their_articles(searcher: Searcher) -> None:
    assert sorted(searcher._verified(LEFT, Query.all_query())) == ["a", "b"]
    assert list(searcher._verified(LEFT, Query.empty_query())) == []
