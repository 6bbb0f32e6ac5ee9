"""What every engine promises of its answers: order, pages, totals, facets, filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from onrecord.index.article import Article
from onrecord.index.indexing.record_preparation import analyse
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import InvalidCursor, QueryTooBroad, UnknownArticle
from onrecord.search.results.models import SearchResults
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, search
from tests.corpus import ARTICLES, article, fill
from tests.engines import TESTED, url_of
from tests.search.queries import TODAY

DAYS = (None, date(2024, 3, 1), date(2024, 3, 2), None, date(1999, 12, 31), date(2024, 3, 2))


def noon(number: int) -> Article:
    """One of many articles that differ in nothing but id and date."""
    identity = f"{number * 7 % 100:02d}"  # not in the order of their making
    return article(identity, "Noon", "At noon.", date=DAYS[number % len(DAYS)])


# Tied in score by groups: 40 alike, 5 that have the word twice, 3 without it.
MANY = (
    *(noon(number) for number in range(40)),
    *(article(f"twice{n}", "Noon", "Noon at noon.", date=DAYS[n]) for n in range(5)),
    *(article(f"other{n}", "Midnight", "At midnight.") for n in range(3)),
)


@pytest.fixture(scope="module", params=TESTED)
def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn, holding MANY, written in several commits."""
    engine = open_engine(url_of(request.param, tmp_path_factory.mktemp("many")))
    for start in range(0, len(MANY), 7):
        fill(engine, MANY[start : start + 7])
    yield engine
    engine.close()


def pages(engine: Engine, request: SearchRequest) -> Iterator[SearchResults]:
    """All pages of a search, each asked for when the one before has been looked at."""
    while True:
        results = search(engine, request)
        yield results
        if results.next is None:
            return
        request = replace(request, cursor=results.next)


def walk(engine: Engine, text: str, sort: Sort, limit: int) -> list[str]:
    walked = pages(engine, SearchRequest(text, limit=limit, sort=sort))
    return [hit.id for results in walked for hit in results.hits]


def ids(engine: Engine, text: str, **options: object) -> list[str]:
    request = SearchRequest(text, limit=1000, today=TODAY, **options)  # type: ignore[arg-type]  # named by the table
    results = search(engine, request)
    return [hit.id for hit in results.hits]


def expected_order(sort: Sort) -> list[str]:
    """The total order, written out once more: plain, and with nothing of the engines' own."""
    hits = [one for one in MANY if one.title == "Noon"]
    hits.sort(key=lambda one: one.id)
    days = sorted({one.date for one in hits if one.date}, reverse=sort is not Sort.OLDEST)
    hits.sort(key=lambda one: days.index(one.date) if one.date else len(days))
    if sort is Sort.RELEVANCE:
        hits.sort(key=lambda one: not one.id.startswith("twice"))
    return [one.id for one in hits]


@pytest.mark.parametrize("sort", Sort)
def test_the_order_is_total(many: Engine, sort: Sort) -> None:
    assert ids(many, "noon", sort=sort) == expected_order(sort)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 45, 46])
@pytest.mark.parametrize("sort", Sort)
def test_pages_give_each_hit_once_and_in_order(many: Engine, sort: Sort, limit: int) -> None:
    assert walk(many, "noon", sort, limit) == expected_order(sort)


def test_without_words_hits_are_newest_first(many: Engine) -> None:
    assert ids(many, "title:noon", sort=Sort.NEWEST) == ids(many, "-midnight")


def test_totals_do_not_depend_on_the_page(many: Engine) -> None:
    totals = [results.total for results in pages(many, SearchRequest("noon", limit=7))]
    assert totals == [45] * 7


def test_a_cursor_works_again_and_with_another_limit(many: Engine) -> None:
    first = search(many, SearchRequest("noon", limit=3))
    for limit in (3, 3, 10):
        second = search(many, SearchRequest("noon", limit=limit, cursor=first.next))
        assert [hit.id for hit in second.hits] == expected_order(Sort.RELEVANCE)[3 : 3 + limit]


@pytest.mark.parametrize(
    "other",
    [
        SearchRequest("midnight"),
        SearchRequest("noon", sort=Sort.NEWEST),
        SearchRequest("noon", languages=("en",)),
        SearchRequest("noon", first=date(2024, 3, 1)),
        SearchRequest("noon", literal=True),
    ],
)
def test_a_cursor_of_another_search_is_refused(many: Engine, other: SearchRequest) -> None:
    cursor = search(many, SearchRequest("noon", limit=3)).next
    with pytest.raises(InvalidCursor):
        search(many, replace(other, cursor=cursor))


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
@pytest.mark.parametrize("limit", [1, 3, 7])
def test_by_date_pages_lose_nothing_while_the_index_is_written(
    empty_engine: Engine, sort: Sort, limit: int
) -> None:
    fill(empty_engine, MANY)
    going = {one.id for one in MANY[5:40:9]}
    coming = [noon(number) for number in range(40, 60)]
    walked: list[str] = []
    for results in pages(empty_engine, SearchRequest("noon", limit=limit, sort=sort)):
        walked += [hit.id for hit in results.hits]
        if len(walked) % 7 < limit:  # a commit for about seven hits
            change(empty_engine, coming[:4], going)
            del coming[:4]
    stayed = [identity for identity in expected_order(sort) if identity not in going]
    assert [identity for identity in walked if identity in stayed] == stayed
    assert len(set(walked)) == len(walked)


def change(engine: Engine, coming: Iterable[Article], going: Iterable[str]) -> None:
    writer = engine.writer()
    for one in coming:
        writer.add(writer.prepare(analyse(one)))
    for identity in going:
        writer.remove(f"{identity}.txt")
    writer.commit()
    writer.close()


@pytest.mark.parametrize(("sort", "warned"), [(Sort.RELEVANCE, True), (Sort.NEWEST, False)])
def test_by_relevance_a_change_between_pages_is_told(
    empty_engine: Engine, sort: Sort, warned: bool
) -> None:
    fill(empty_engine, MANY)
    first, second = SearchRequest("noon", limit=3, sort=sort), None
    cursor = search(empty_engine, first).next
    second = search(empty_engine, replace(first, cursor=cursor))
    assert second.warnings == ()
    fill(empty_engine, [noon(50)])
    for _ in range(2):  # on every page that follows
        cursor = second.next
        second = search(empty_engine, replace(first, cursor=cursor))
        assert ("index has changed" in str(second.warnings)) == warned


FILTERS: list[tuple[dict[str, object], str]] = [
    ({"outlets": ("Example Review",)}, "copy foia hamlet"),
    ({"outlets": ("Example Review", "beispiel.de")}, "copy foia hamlet wahl"),
    ({"outlets": ("review",), "first": date(2024, 1, 1)}, "copy foia"),
    ({"languages": ("de",)}, "wahl"),
    ({"languages": ("de", "ja", "xx")}, "senkyo wahl"),
    ({"languages": ("xx",)}, ""),
    ({"periods": ("2022", "2024-03-15..2024-03-16")}, "repeat stano"),
    ({"periods": ("2024-03",), "last": date(2024, 3, 15)}, "senkyo stano wahl"),
    ({"first": date(2024, 3, 15)}, "stano troops"),
    ({"last": date(2023, 12, 31)}, "hamlet repeat"),
    ({"first": date(2024, 3, 15), "last": date(2024, 3, 15)}, "stano"),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_hold_besides_the_query(
    engine: Engine, filters: dict[str, object], expected: str
) -> None:
    assert sorted(ids(engine, "", **filters)) == expected.split()
    assert sorted(ids(engine, "noon OR the OR war OR wahl OR 選挙", **filters)) == expected.split()
    assert ids(engine, "zebra", **filters) == []


def test_facets_count_every_hit_exactly(engine: Engine) -> None:
    facets = search(engine, SearchRequest("putin OR peace", limit=1, facets=True)).facets
    assert facets is not None
    counts = {name: [(c.value, c.count) for c in values] for name, values in facets.items()}
    assert counts == {
        "outlet": [("Example Review", 2), ("themoscowtimes.com", 1)],
        "language": [("en", 4)],
        "year": [("2024", 3), ("2022", 1)],
        "month": [("2024-02", 2), ("2024-01", 1), ("2022-05", 1)],
        "day": [],
    }


def test_days_are_counted_within_weeks(engine: Engine) -> None:
    request = SearchRequest("putin OR peace", facets=True, periods=("2024",))
    facets = search(engine, request).facets
    assert facets is not None
    assert [(day.value, day.count) for day in facets["day"]] == [
        ("2024-02-17", 2),
        ("2024-01-01", 1),
    ]


def test_an_article_comes_back_as_it_was_put_in(engine: Engine) -> None:
    for one in ARTICLES:
        assert engine.article(one.id) == one


@pytest.mark.parametrize("identity", ["nobody", "", "noon ", "NOON", "*", "\x00"])
def test_an_unknown_id_is_told(engine: Engine, identity: str) -> None:
    with pytest.raises(UnknownArticle, match="no article has the id"):
        engine.article(identity)


def test_a_pattern_for_too_many_words_is_refused(empty_engine: Engine) -> None:
    fill(empty_engine, [article("a", "", " ".join(f"w{number}" for number in range(1025)))])
    with pytest.raises(QueryTooBroad, match="1,025 different words"):
        ids(empty_engine, "w*")
    assert ids(empty_engine, "w1*") == ["a"]


def test_info_tells_what_the_index_holds(engine: Engine) -> None:
    info = engine.info()
    assert (info.articles, info.undated) == (12, 3)
    assert (info.first_day, info.last_day) == (date(2022, 5, 9), date(2024, 3, 17))
    assert info.outlets["Example Review"] == 3
    assert info.languages == {"en": 9, "de": 1, "ja": 1, "ru": 1}
    assert sorted(engine.outlets()) == sorted(info.outlets)
    assert engine.languages() == {"en", "de", "ja", "ru"}


def test_holding_counts_the_articles_whose_text_has_a_word(engine: Engine) -> None:
    held = engine.doc_freq(["putin", "troops", "u.s", "us", "選", "zebra", "noon"])
    assert held == {"putin": 2, "troops": 1, "u.s": 1, "us": 0, "選": 1, "zebra": 0, "noon": 2}
