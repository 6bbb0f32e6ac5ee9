"""What is new in a saved search, whatever happens to the index."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import QuerySyntaxError
from onrecord.search.saved_searches.alerts import (
    COMMAND_READER,
    PAGE_READER,
    check_search,
    save_search,
)
from onrecord.search.saved_searches.store import (
    SavedSearchStore,
)
from onrecord.search.service import SearchRequest
from tests.corpus import article, fill


def zebra(identity: str, text: str = "A zebra.", day: date | None = None) -> Article:
    return article(identity, "Title", text, date=day)


def new_ids(searches: SavedSearchStore, engine: Engine, reader: str = PAGE_READER) -> list[str]:
    """The ids that are new in the one saved search."""
    [saved] = searches.list_searches()
    told = check_search(searches, engine, saved, reader)
    assert told.total == len(told.hits)
    return [hit.id for hit in told.hits]


def see(searches: SavedSearchStore, engine: Engine, reader: str = PAGE_READER) -> None:
    [saved] = searches.list_searches()
    searches.mark_seen(saved, reader, check_search(searches, engine, saved, reader).revision)


CHANGES = [  # what happens to an index of "old" (a zebra) and "other" (a lion), what is new then
    ([], []),
    ([zebra("new")], ["new"]),
    ([zebra("new", day=date(1999, 1, 1))], ["new"]),  # of long ago, but indexed now
    ([zebra("new", "A lion.")], []),
    ([zebra("old", "Still a zebra.")], []),  # replaced
    ([zebra("other", "Now a zebra.")], ["other"]),  # changed so that it matches
    ([zebra("old", "A lion.")], []),
    ([zebra("new"), zebra("new", "A lion.")], []),
    ([zebra("b", day=date(2024, 1, 1)), zebra("a", day=date(2024, 1, 2))], ["a", "b"]),
]


@pytest.mark.parametrize(("changes", "expected"), CHANGES)
def test_what_is_new(
    searches: SavedSearchStore, empty_engine: Engine, changes: list[Article], expected: list[str]
) -> None:
    fill(empty_engine, [zebra("old"), zebra("other", "A lion.")])
    save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    assert new_ids(searches, empty_engine) == []
    for change in changes:
        fill(empty_engine, [change])
    assert new_ids(searches, empty_engine) == expected
    assert new_ids(searches, empty_engine) == expected  # looking is not seeing
    see(searches, empty_engine)
    assert new_ids(searches, empty_engine) == []


def test_what_went_and_came_back_is_not_new(
    searches: SavedSearchStore, empty_engine: Engine
) -> None:
    fill(empty_engine, [zebra("old")])
    save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    for text in ("A lion.", "A zebra."):
        fill(empty_engine, [zebra("old", text)])
        assert new_ids(searches, empty_engine) == []


def test_news_that_went_is_news_no_more(searches: SavedSearchStore, empty_engine: Engine) -> None:
    fill(empty_engine, [zebra("other", "A lion.")])
    save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    fill(empty_engine, [zebra("new")])
    assert new_ids(searches, empty_engine) == ["new"]
    fill(empty_engine, [zebra("new", "A lion.")])
    assert new_ids(searches, empty_engine) == []


def test_each_reader_has_news_of_its_own(searches: SavedSearchStore, empty_engine: Engine) -> None:
    fill(empty_engine, [zebra("old")])
    save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    fill(empty_engine, [zebra("new")])
    see(searches, empty_engine, COMMAND_READER)
    assert new_ids(searches, empty_engine, COMMAND_READER) == []
    assert new_ids(searches, empty_engine, PAGE_READER) == ["new"]


def test_what_came_after_the_page_was_shown_stays_new(
    searches: SavedSearchStore, empty_engine: Engine
) -> None:
    fill(empty_engine, [zebra("old")])
    saved = save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    fill(empty_engine, [zebra("first")])
    shown = check_search(searches, empty_engine, saved, PAGE_READER)
    fill(empty_engine, [zebra("second")])
    assert sorted(new_ids(searches, empty_engine)) == ["first", "second"]
    searches.mark_seen(saved, PAGE_READER, shown.revision)
    assert new_ids(searches, empty_engine) == ["second"]
    searches.mark_seen(saved, PAGE_READER, 1)  # an old page: nothing becomes new again
    assert new_ids(searches, empty_engine) == ["second"]


def test_days_said_in_words_move_on(
    searches: SavedSearchStore, empty_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = date.today() + timedelta(days=1)
    fill(empty_engine, [zebra("tomorrow", day=tomorrow)])
    save_search(searches, empty_engine, "", "today", SearchRequest("zebra date:today"))
    assert new_ids(searches, empty_engine) == []

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]  # as good a day
            return tomorrow

    monkeypatch.setattr("onrecord.search.saved_searches.alerts.date", Tomorrow)
    assert new_ids(searches, empty_engine) == ["tomorrow"]


def test_an_id_may_hold_anything(searches: SavedSearchStore, empty_engine: Engine) -> None:
    fill(empty_engine, [zebra("old")])
    save_search(searches, empty_engine, "", "zebras", SearchRequest("zebra"))
    odd = ["é", "'; DROP TABLE found", "a\nb"]
    fill(empty_engine, [zebra(identity) for identity in odd])
    assert sorted(new_ids(searches, empty_engine)) == sorted(odd)


def test_a_search_that_cannot_be_run_is_not_saved(
    searches: SavedSearchStore, empty_engine: Engine
) -> None:
    fill(empty_engine, [zebra("old")])
    with pytest.raises(QuerySyntaxError):
        save_search(searches, empty_engine, "", "bad", SearchRequest("date:2024-99"))
    assert searches.list_searches() == []


@pytest.mark.parametrize(("earlier", "later", "shown"), [(100, 100, 200), (101, 100, 200)])
def test_the_latest_200_new_hits_are_shown(
    searches: SavedSearchStore, earlier: int, later: int, shown: int
) -> None:
    engine = open_engine("memory:")
    fill(engine, [])
    save_search(searches, engine, "", "zebras", SearchRequest("zebra"))
    for letter, count in (("a", earlier), ("b", later)):
        fill(engine, [zebra(f"{letter}{number:03}") for number in range(count)])
        [saved] = searches.list_searches()
        alert = check_search(searches, engine, saved, PAGE_READER)
    ids = {hit.id for hit in alert.hits}
    assert (alert.total, len(ids)) == (earlier + later, shown)
    assert {f"b{number:03}" for number in range(later)} < ids


def test_nothing_is_searched_while_nothing_changes(searches: SavedSearchStore) -> None:
    engine = open_engine("memory:")
    fill(engine, [zebra("old")])
    save_search(searches, engine, "", "zebras", SearchRequest("zebra"))
    revisions = []
    for changes in ([], [], [zebra("new")], []):
        if changes:
            fill(engine, changes)
        [saved] = searches.list_searches()
        revisions.append(check_search(searches, engine, saved, PAGE_READER).revision)
    assert revisions == [1, 1, 2, 2]


def test_results_cannot_be_seen_before_they_are_found(searches: SavedSearchStore) -> None:
    engine = open_engine("memory:")
    fill(engine, [zebra("old")])
    saved = save_search(searches, engine, "", "zebras", SearchRequest("zebra"))
    searches.mark_seen(saved, PAGE_READER, 999)
    fill(engine, [zebra("new")])
    assert new_ids(searches, engine) == ["new"]
