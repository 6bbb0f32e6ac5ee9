"""Hits as CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.results.export import COLUMNS, csv_lines, csv_row, escape_formula, json_lines
from onrecord.search.service import SearchRequest, iter_results
from tests.corpus import ARTICLES, article, fill


def test_rows_and_lines_hold_every_hit(engine: Engine) -> None:
    pages = list(iter_results(engine, SearchRequest("*")))
    ids = [hit.id for page in pages for hit in page.hits]
    assert len(ids) == len(ARTICLES)
    header, *cells = csv.reader(csv_lines(pages))
    assert tuple(header) == COLUMNS
    assert [row[0] for row in cells] == ids
    assert [json.loads(line)["id"] for line in json_lines(pages)] == ids


CELLS = [  # a value, its cell
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@x", "'@x"),
    ("\tx", "'\tx"),
    ("\rx", "'\rx"),
    ("\nx", "\nx"),
    (" =1", " =1"),
    ("1=2", "1=2"),
    ("'x", "'x"),
    ("", ""),
    (None, None),
    (-1.5, -1.5),
]


@pytest.mark.parametrize("cell", ["a\nb", "a\rb", "a\r\n", 'a,"b"', "", "選挙"])
def test_a_cell_may_hold_anything(cell: str) -> None:
    line = csv_row(["x", cell])
    assert not line.endswith(("\r", "\n"))
    assert list(csv.reader(io.StringIO(line, newline=""))) == [["x", cell]]


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_no_cell_is_a_formula(value: object, cell: object) -> None:
    assert escape_formula(value) == cell


def test_titles_in_csv_are_harmless_and_in_json_as_they_are() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "=1+1", "A zebra. " * 40 + " – " * 400 + "Zebra!", date=None)])
    pages = list(iter_results(engine, SearchRequest("zebra")))
    header, row = csv.reader(csv_lines(pages))
    cells = dict(zip(header, row, strict=True))
    assert cells["title"] == "'=1+1"
    assert cells["date"] == ""
    assert cells["snippets"].count(" … ") == len(pages[0].hits[0].snippets) - 1 > 0
    assert not any(line.endswith(("\r", "\n")) for line in csv_lines(pages))
    assert json.loads(next(json_lines(pages)))["title"] == "=1+1"


def test_there_are_no_rows_for_the_closest() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "", "zebra")])
    pages = list(iter_results(engine, SearchRequest("zebra lion")))
    assert pages[0].closest
    assert list(json_lines(pages)) == []
    assert list(csv_lines(pages)) == [",".join(COLUMNS)]
