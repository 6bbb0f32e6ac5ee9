"""The file of saved searches: names, owners, requests and trouble."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.errors import SearchError
from onrecord.search.results.sorting import Sort
from onrecord.search.saved_searches.alerts import (
    PAGE_READER,
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
