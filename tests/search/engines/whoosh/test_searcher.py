"""One commit of a whoosh index: hits by rank, and facts about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.engines.whoosh.searcher import SORT_ALL_ABOVE, HitCollector, Searcher
from onrecord.search.engines.whoosh.segments import Segments
from onrecord.search.errors import UnknownArticle
from onrecord.search.plan.plan_nodes import DateRange, MatchAll
from onrecord.search.results.sorting import Sort
from tests.corpus import article, fill
from tests.search.engines.scores import CORPUS, LEFT

TIES = 20


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("facts")
    fill(WhooshEngine.open(str(folder)), CORPUS)
    segments = Segments.open(folder)
    yield Searcher(segments, "now")
    segments.close()


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Segments]:
    """Articles of one day, in the reverse order of their ids."""
    folder = tmp_path_factory.mktemp("ties")
    ids = [f"{n:02d}" for n in reversed(range(TIES))]
    fill(WhooshEngine.open(str(folder)), [article(one, "", "war") for one in ids])
    segments = Segments.open(folder)
    yield segments
    segments.close()


@pytest.mark.parametrize("sort", Sort)
def test_scores_are_for_relevance_only(searcher: Searcher, sort: Sort) -> None:
    hits = searcher.page(LEFT, sort, None, 10).documents
    assert (hits[0].search_after.score > 0) is (sort is Sort.RELEVANCE)
    assert all(str(hit.search_after.score) != "-0.0" for hit in hits)


@pytest.mark.parametrize(
    ("offset", "limit"), [(0, 1), (0, 5), (4, 3), (0, TIES), (TIES - 1, 5), (TIES, 5), (3, 0)]
)
@pytest.mark.parametrize("has_scores", [True, False])
def test_ties_are_in_order_of_their_keys(
    ties: Segments, has_scores: bool, offset: int, limit: int
) -> None:
    # The number of an article is that of its place in a segment: ids run the other way. Scores
    # that differ by less than their rounded digits are equal.
    scores = {at: 1.0 - at * 1e-7 for at in range(TIES)} if has_scores else None
    hits = HitCollector(ties, ties.live, scores, Sort.RELEVANCE)
    ids = [hit.document.article.id for hit in hits(offset, limit)]
    assert ids == [f"{n:02d}" for n in range(TIES)][offset : offset + limit]
    ranks = range(offset + 1, min(offset + limit, TIES) + 1)
    assert [hit.search_after.rank for hit in hits(offset, limit)] == list(ranks)


def test_the_best_scores_come_first(ties: Segments) -> None:
    scores = {at: float(at % 7) for at in range(TIES)}
    hits = HitCollector(ties, ties.live, scores, Sort.RELEVANCE)
    expected = sorted(scores.values(), reverse=True)
    for limit in (1, 2, 3, 10, TIES):  # more than before: searched again
        assert [hit.search_after.score for hit in hits(0, limit)] == expected[:limit]


def test_few_hits_are_sorted_for_a_first_page(ties: Segments) -> None:
    hits = HitCollector(ties, ties.live, {at: float(at) for at in range(TIES)}, Sort.RELEVANCE)
    hits(0, 3)
    assert len(hits.top) == 3
    assert SORT_ALL_ABOVE == 1000


def test_facts(searcher: Searcher) -> None:
    assert searcher.articles == 4
    assert searcher.outlets == {"One": 2, "Two": 1}
    assert searcher.language_counts == {"en": 2, "de": 1}
    assert searcher.languages == {"en", "de", None}
    assert searcher.dates == (3, date(2023, 12, 31), date(2024, 3, 15))
    assert searcher.doc_freq(["left", "stayed", "zebra"]) == {"left": 2, "stayed": 1, "zebra": 0}
    assert searcher.article("b") == CORPUS[1]
    with pytest.raises(UnknownArticle, match="no article has the id 'z'"):
        searcher.article("z")


def test_terms_of_the_exact_layer(searcher: Searcher) -> None:
    assert sorted(searcher.terms("tr")) == ["troop", "troops"]
    assert sorted(searcher.terms("sta")) == ["stayed"]  # not its stem
    assert {"left", "stayed", "none"} <= set(searcher.terms(""))
    assert "stay" not in searcher.terms("")


def test_facets(searcher: Searcher) -> None:
    facets = searcher.facets(MatchAll())
    counts = {name: [(c.value, c.count) for c in values] for name, values in facets.items()}
    assert counts["outlet"] == [("One", 2), ("Two", 1)]
    assert counts["language"] == [("en", 2), ("de", 1)]
    assert counts["month"] == [("2024-03", 2), ("2023-12", 1)]
    march = searcher.facets(DateRange(20240301, None))
    assert [(day.value, day.count) for day in march["day"]] == [
        ("2024-03-15", 1),
        ("2024-03-01", 1),
    ]


def test_a_plan_is_run_once_for_all_its_pages(searcher: Searcher) -> None:
    assert searcher._hits(LEFT, Sort.NEWEST) is searcher._hits(LEFT, Sort.NEWEST)
    first = searcher._hits(LEFT, Sort.NEWEST)
    assert searcher._hits(LEFT, Sort.OLDEST) is not first
    assert searcher._hits(MatchAll(), Sort.OLDEST).articles != first.articles


def test_an_index_of_undated_articles(tmp_path: Path) -> None:
    fill(WhooshEngine.open(str(tmp_path)), [article("a", "", "")])
    searcher = Searcher(Segments.open(tmp_path), "now")
    assert searcher.dates == (0, None, None)
    assert searcher.languages == {"en"}
    searcher.segments.close()
