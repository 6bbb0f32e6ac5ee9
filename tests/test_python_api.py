"""`import onrecord`: the Python API of notebooks and scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES, article, fill


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[onrecord.Index]:
    folder = str(tmp_path_factory.mktemp("api") / "index")
    engine = open_engine(folder)
    fill(engine, ARTICLES)
    engine.close()
    with onrecord.open_index(folder) as index:
        yield index


FILTERS = [
    ("putin", {"sort": "newest"}, "copy noon foia"),
    ("putin", {"sort": "oldest"}, "foia copy noon"),
    ("putin", {"date_from": "2024-02"}, "copy noon"),
    ("putin", {"date_from": "2024-02-18"}, ""),
    ("putin", {"date_to": "2024-01"}, "foia"),
    ("", {"date_from": date(2024, 3, 15), "date_to": datetime(2024, 3, 15, 12)}, "stano"),
    ("", {"date_from": "2024-03", "date_to": "2024-03", "languages": "de"}, "wahl"),
    ("", {"periods": "2024-03-15..2024-03-17"}, "stano troops"),
    ("putin", {"periods": ["2024-02", "2024-01"], "date_to": "2024-01"}, "foia"),
    ("putin", {"outlets": "moscow"}, "noon"),
    ("", {"outlets": ["beispiel", "Petit"]}, "cafe wahl"),
    ("", {"languages": ("ja", "de")}, "senkyo wahl"),
    ("(noon) AGAINST: Putin?", {"literal": True}, "copy noon"),
    ("zebra (peace~2", {"any_word": True}, "repeat"),
    ("zebra peace", {}, ""),  # nothing has both: what is closest is no hit
]


@pytest.mark.parametrize(("query", "filters", "expected"), FILTERS)
def test_filters(index: onrecord.Index, query: str, filters: Any, expected: str) -> None:
    ids = [hit.id for hit in index.hits(query, **filters)]
    assert " ".join(ids if "sort" in filters else sorted(ids)) == expected
    assert index.search(query, **filters).total == len(ids)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"literal": True, "any_word": True}, ValueError, "cannot be combined"),
        ({"date_from": "yesteryear"}, ValueError, "not a date"),
        ({"date_from": "..2024"}, ValueError, "'..2024' is open at this end"),
        ({"date_to": "2024.."}, ValueError, "'2024..' is open at this end"),
        ({"periods": ["2024", "2024-13"]}, ValueError, "no month 13"),
        ({"sort": "date"}, ValueError, "'date'"),
        ({"cursor": "2"}, onrecord.SearchError, "'2' is not a cursor"),
        ({"outlet": "moscow"}, TypeError, "outlet"),
    ],
)
def test_refused_arguments(
    index: onrecord.Index, arguments: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        index.search("noon", **arguments)


def test_pages(index: onrecord.Index) -> None:
    first = index.search("putin", limit=2, sort="newest")
    assert (len(first.hits), first.total, first.facets) == (2, 3, None)
    second = index.search("putin", limit=2, sort="newest", cursor=first.next)
    assert [hit.id for hit in (*first.hits, *second.hits)] == ["copy", "noon", "foia"]
    assert second.next is None


def test_hits_go_past_any_page(tmp_path: Path) -> None:
    engine = open_engine(f"tantivy:{tmp_path / 'index'}")
    fill(engine, (article(f"{number}", "Title", "noon") for number in range(1_001)))
    with onrecord.open_index(str(tmp_path / "index")) as index:
        assert len({hit.id for hit in index.hits("noon")}) == 1_001


def test_facets(index: onrecord.Index) -> None:
    facets = index.facets("putin", outlets="moscow")
    assert facets["outlet"] == {"themoscowtimes.com": 1}
    assert list(facets) == ["outlet", "language", "year", "month", "day"]


def test_quotations(index: onrecord.Index) -> None:
    report = index.check_quote("noon against Putin")
    assert (report.verdict, report.total, len(report.passages)) == ("verbatim", 4, 4)
    assert len(index.check_quote("noon against Putin", limit=1).passages) == 1
    assert report.to_dict()["verdict"] == "verbatim"


def test_articles_and_info(index: onrecord.Index) -> None:
    assert index.article("noon") == ARTICLES[0]
    assert index.info().articles == len(ARTICLES)
    with pytest.raises(onrecord.SearchError, match="no article"):
        index.article("nobody")


def test_results_are_dataclasses(index: onrecord.Index) -> None:
    """`pandas.DataFrame` makes a row of each, by `dataclasses.fields` and `asdict`."""
    (hit,) = index.hits("putin", outlets="moscow")
    assert [field.name for field in fields(hit)] == list(hit.to_dict())
    assert asdict(hit)["date"] == date(2024, 2, 17)
    assert hit.to_dict()["date"] == "2024-02-17"
    assert isinstance(hit, onrecord.Hit)


def test_the_default_index(
    index: onrecord.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_INDEX", index.info().location)
    assert onrecord.open_index().info().articles == len(ARTICLES)
    monkeypatch.delenv("ONRECORD_INDEX")
    with pytest.raises(onrecord.SearchError, match=r"no index at \.onrecord"):
        onrecord.open_index().info()


def test_public_names() -> None:
    assert [name for name in onrecord.__all__ if not hasattr(onrecord, name)] == []
    assert not hasattr(onrecord, "Sphinx")


def test_importing_it_is_cheap() -> None:
    code = "import sys, onrecord; print(*(m for m in sys.modules if m.startswith('onrecord')))"
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert printed.split() == ["onrecord"]
