"""Every hit is walked to once and in order, on every engine, and in what form it is written."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import SearchTimeout
from onrecord.search.results.export import COLUMNS, csv_lines, escape_formula, json_lines
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest, iter_results, search
from onrecord.search.timeout import time_limit
from tests.corpus import ARTICLES, article, fill

SEARCHES = [
    SearchRequest("*"),
    SearchRequest("putin OR the"),
    SearchRequest("*", sort=Sort.OLDEST),
    SearchRequest("putin", facets=True),
    SearchRequest("zebra"),
]


@pytest.mark.parametrize("request_made", SEARCHES, ids=str)
def test_small_pages_hold_what_one_large_page_holds(
    engine: Engine, request_made: SearchRequest
) -> None:
    pages = list(iter_results(engine, replace(request_made, limit=2)))
    at_once = search(engine, replace(request_made, limit=1000))
    assert [hit for page in pages for hit in page.hits] == list(at_once.hits)
    assert pages[0].facets == at_once.facets


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
    ("1=2", "1=2"),
    ("'x", "'x"),
    ("", ""),
    (None, None),
    (-1.5, -1.5),
]


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_no_cell_is_a_formula(value: object, cell: object) -> None:
    assert escape_formula(value) == cell


def test_titles_in_csv_are_harmless_and_in_json_as_they_are() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("a", "=1+1", "zebra")])
    pages = list(iter_results(engine, SearchRequest("zebra")))
    assert "'=1+1" in list(csv_lines(pages))[1]
    assert json.loads(next(json_lines(pages)))["title"] == "=1+1"


SLOW = ["putin", '"noon against"', "putin NEAR/5 noon", "p*", "putn~1", "putin OR noon"]


@pytest.mark.parametrize("query", SLOW)
def test_a_search_that_takes_too_long_says_so(engine: Engine, query: str) -> None:
    with time_limit(0), pytest.raises(SearchTimeout, match="stopped after 0 seconds; ask for"):
        search(engine, SearchRequest(query))


def test_a_search_in_time_is_not_stopped(engine: Engine) -> None:
    with time_limit(600):
        assert search(engine, SearchRequest("putin")).total
    with time_limit(0), time_limit(None):
        assert search(engine, SearchRequest("putin")).total
