"""`onrecord alerts` as cron runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.saved_searches.alerts import save_search
from onrecord.search.saved_searches.store import SavedSearchStore, default_path
from onrecord.search.service import SearchRequest
from tests.cli.conftest import Onrecord
from tests.corpus import article, fill


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An index with one zebra in it, which commands use."""
    monkeypatch.chdir(tmp_path)
    engine = open_engine(".onrecord")
    fill(engine, [article("old", "Old", "A zebra.")])
    return engine


def saving(engine: Engine, name: str, text: str, owner: str = "") -> None:
    path = default_path(".onrecord")
    assert path
    save_search(SavedSearchStore(path), engine, owner, name, SearchRequest(text))


def test_tells_what_is_new_once(onrecord: Onrecord, index: Engine) -> None:
    saving(index, "zebras", "zebra")
    assert (onrecord("alerts").code, onrecord("alerts").out) == (1, "")
    fill(index, [article("new", "New", "Another zebra.")])
    told = onrecord("alerts")
    assert told.code == 0
    assert told.lines[0] == "zebras: 1 new article for zebra"
    assert "Another **zebra**." in told.out
    assert "id new" in told.out
    assert (onrecord("alerts").code, onrecord("alerts").out) == (1, "")


def test_text_shows_the_newest_and_counts_the_rest(
    onrecord: Onrecord, index: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(index, "zebras", "zebra")
    fill(index, [article(f"new{n}", "New", "Another zebra.") for n in range(3)])
    assert "more" not in onrecord("alerts", "--keep").out
    monkeypatch.setattr("onrecord.search.saved_searches.alerts.MAX_HITS", 1)
    told = onrecord("alerts")
    assert told.lines[0] == "zebras: 3 new articles for zebra"
    assert (told.out.count("  id "), told.lines[-1]) == (1, "and 2 more")


def test_keeps_it_new_if_asked_to(onrecord: Onrecord, index: Engine) -> None:
    saving(index, "zebras", "zebra")
    fill(index, [article("new", "New", "Another zebra.")])
    assert onrecord("alerts", "--keep").out == onrecord("alerts").out != ""
    assert onrecord("alerts").code == 1


def test_an_alert_is_the_very_search(onrecord: Onrecord, index: Engine) -> None:
    """ASKS 24: elsewhere an alert matches only the first word of a phrase."""
    saving(index, "phrase", '"another zebra came"')
    fill(
        index,
        [article("no", "No", "Another zebra went."), article("yes", "Yes", "Another zebra came.")],
    )
    told = onrecord("alerts", "--format", "json")
    [line] = told.lines
    answer = json.loads(line)
    assert [hit["id"] for hit in answer.pop("hits")] == ["yes"]
    assert answer == {
        "name": "phrase",
        "user": None,
        "query": '"another zebra came"',
        "interpreted": '"another zebra came"',
        "total": 1,
    }


def test_of_one_user_or_name(onrecord: Onrecord, index: Engine) -> None:
    saving(index, "zebras", "zebra", "alice")
    saving(index, "zebras", "zebra", "bob")
    saving(index, "lions", "lion", "bob")
    fill(index, [article("new", "New", "Another zebra and a lion.")])
    hers = onrecord("alerts", "--user", "alice").lines
    assert hers[0] == "zebras (alice): 1 new article for zebra"
    assert onrecord("alerts", "--name", "lions").lines[0].startswith("lions (bob):")
    assert onrecord("alerts").lines[0].startswith("zebras (bob):")
    wrong = onrecord("alerts", "--name", "tigers")
    assert (wrong.code, wrong.out) == (2, "")
    assert "no saved search named 'tigers' in .onrecord.saved.sqlite" in wrong.err


def test_one_that_fails_stops_no_other(
    onrecord: Onrecord, index: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(index, "a wildcard", "word*")
    saving(index, "zebras", "zebra")
    fill(index, [article("new", "New", "Another zebra, " + " ".join(f"word{n}" for n in range(9)))])
    monkeypatch.setattr("onrecord.search.plan.planner.MAX_EXPANSIONS", 8)
    told = onrecord("alerts")
    assert told.code == 2
    assert told.lines[0] == "zebras: 1 new article for zebra"
    assert "a wildcard: error: word* matches 9 different words" in told.err


@pytest.mark.usefixtures("index")
def test_nothing_saved_and_nothing_indexed(onrecord: Onrecord) -> None:
    nothing = onrecord("alerts")
    assert (nothing.code, nothing.out) == (1, "")
    assert "no saved searches in .onrecord.saved.sqlite" in nothing.err
    missing = onrecord("alerts", "--index", "nowhere")
    assert missing.code == 2
    assert "there is no index at nowhere" in missing.err
    assert "--saved FILE" in onrecord("alerts", "--index", "memory:").err
