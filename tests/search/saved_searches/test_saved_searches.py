"""What is new in a saved search, whatever happens to the index, and that it is the very search."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import QuerySyntaxError, SearchError
from onrecord.search.results.sorting import Sort
from onrecord.search.saved_searches.alerts import (
    COMMAND_READER,
    PAGE_READER,
    check_search,
    save_search,
)
from onrecord.search.saved_searches.store import (
    NOT_SAVED,
    InvalidName,
    SavedSearchStore,
    StoreUnavailable,
    UnknownSavedSearch,
    default_path,
    request_from_json,
    request_to_json,
)
from onrecord.search.service import SearchRequest
from tests.corpus import article, fill


@pytest.fixture
def searches(tmp_path: Path) -> SavedSearchStore:
    return SavedSearchStore(tmp_path / "saved.sqlite")


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


@pytest.mark.parametrize("name", ["x", "x" * 100, "Wahl 2024: “Заголовок”"])
def test_valid_names(searches: SavedSearchStore, name: str) -> None:
    assert searches.add("", name, SearchRequest("zebra")).name == name


def test_an_owner_may_save_a_thousand_searches(searches: SavedSearchStore) -> None:
    request = request_to_json(SearchRequest("zebra"))
    rows = [("alice", str(number), request, "2024-01-01") for number in range(999)]
    with searches.transaction() as database:
        database.executemany(
            "INSERT INTO searches (owner, name, request, made) VALUES (?, ?, ?, ?)", rows
        )
    assert searches.add("alice", "the thousandth", SearchRequest("zebra"))
    with pytest.raises(InvalidName, match="there are 1,000 saved searches; delete some first"):
        searches.add("alice", "one more", SearchRequest("zebra"))
    assert searches.add("bob", "one more", SearchRequest("zebra")).name == "one more"


NAMES = ["", "  ", "x" * 101, "a\x00b", "\u202e", "\ud800"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_none(searches: SavedSearchStore, name: str) -> None:
    with pytest.raises(InvalidName, match="give the search a name"):
        searches.add("", name, SearchRequest("zebra"))


def test_owners_do_not_meet(searches: SavedSearchStore) -> None:
    hers = searches.add("alice", " the  same\nname ", SearchRequest("zebra"))
    his = searches.add("bob", "the same name", SearchRequest("lion"))
    assert (hers.name, his.name) == ("the same name",) * 2
    with pytest.raises(InvalidName, match="'the same name' is already saved"):
        searches.add("alice", "the same name", SearchRequest("lion"))
    assert searches.list_searches("alice") == [hers]
    assert searches.list_searches() == [hers, his]
    with pytest.raises(UnknownSavedSearch):
        searches.get("bob", hers.number)
    searches.delete(hers)
    assert searches.list_searches() == [his]
    with pytest.raises(UnknownSavedSearch):
        searches.mark_seen(hers, PAGE_READER, 1)


def test_a_number_is_never_given_again(searches: SavedSearchStore) -> None:
    """A feed's address must not come to show another search."""
    first = searches.add("", "first", SearchRequest("zebra"))
    searches.delete(first)
    assert searches.add("", "second", SearchRequest("zebra")).number != first.number


REQUESTS = st.builds(
    SearchRequest,
    text=st.text(),
    sort=st.sampled_from(Sort),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    outlets=st.lists(st.text(), max_size=3).map(tuple),
    languages=st.lists(st.text(), max_size=3).map(tuple),
    periods=st.lists(st.sampled_from(["2024", "2024-03", "last week"])).map(tuple),
    literal=st.booleans(),
    any_word=st.booleans(),
)


@given(REQUESTS)
def test_a_request_comes_back_as_it_was(request_made: SearchRequest) -> None:
    assert request_from_json(request_to_json(request_made)) == request_made


def test_a_language_saved_when_there_could_be_one_only() -> None:
    written = request_to_json(SearchRequest("x")).replace('"languages": []', '"language": "en"')
    assert request_from_json(written) == SearchRequest("x", languages=("en",))


def test_all_of_a_request_is_saved_but_the_page() -> None:
    default = SearchRequest("x")
    page = replace(default, limit=3, cursor="c", facets=True, today=date(2024, 1, 1))
    assert request_from_json(request_to_json(page)) == default
    assert {field.name for field in fields(SearchRequest)} > NOT_SAVED


def test_trouble_with_the_file_names_it(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"no database" * 100)
    for path in (tmp_path / "nowhere" / "saved", damaged):
        with pytest.raises(StoreUnavailable, match=path.name):
            SavedSearchStore(path).add("", "name", SearchRequest("zebra"))


def test_the_file_is_for_its_owner_alone(searches: SavedSearchStore) -> None:
    searches.add("", "name", SearchRequest("zebra"))
    assert searches.path.stat().st_mode & 0o077 == 0


def test_a_file_being_written_is_waited_for_and_then_said_to_be(
    searches: SavedSearchStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches.add("", "name", SearchRequest("zebra"))
    monkeypatch.setattr("onrecord.search.saved_searches.store.BUSY_TIMEOUT", 0.01)
    other = sqlite3.connect(searches.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SearchError, match="locked"):
        searches.add("", "another", SearchRequest("zebra"))
    other.close()


def test_two_writers_take_turns(
    searches: SavedSearchStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.search.saved_searches.store.BUSY_TIMEOUT", 0.01)
    with searches.transaction() as database:
        database.execute("SELECT 1")
        with pytest.raises(StoreUnavailable, match="locked"):
            SavedSearchStore(searches.path).add("", "second", SearchRequest("lion"))
    assert SavedSearchStore(searches.path).add("", "second", SearchRequest("lion"))


def test_a_change_that_fails_is_undone(searches: SavedSearchStore) -> None:
    saved = searches.add("", "name", SearchRequest("zebra"))
    with pytest.raises(ZeroDivisionError):
        searches.record(saved, (str(1 // n) for n in (1, 0)), "state")
    assert searches.list_searches() == [saved]


def test_deleting_a_search_deletes_its_results(searches: SavedSearchStore) -> None:
    saved = searches.add("", "name", SearchRequest("zebra"))
    searches.record(saved, ["a", "b"], "state")
    searches.mark_seen(saved, PAGE_READER, 1)
    searches.delete(saved)
    with sqlite3.connect(searches.path) as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("found", "seen")
        ]
    database.close()
    assert counts == [0, 0]


PLACES = [  # an index, where its searches are saved
    (".onrecord", ".onrecord.saved.sqlite"),
    ("tantivy:a/b/", "a/b.saved.sqlite"),
    ("whoosh:x", "x.saved.sqlite"),
    ("memory:", None),
    ("opensearch://localhost:9200/news", None),
]


@pytest.mark.parametrize(("url", "place"), PLACES)
def test_where_searches_are_saved(url: str, place: str | None) -> None:
    found = default_path(url)
    assert (found and str(found)) == place
