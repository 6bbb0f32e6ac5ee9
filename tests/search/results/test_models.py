"""Results as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from onrecord.search.engines.registry import open_engine
from onrecord.search.results.models import JSON_KEYS, FacetCount, SearchResults
from onrecord.search.service import SearchRequest, search
from tests.corpus import article, fill


@pytest.fixture(scope="module")
def results() -> SearchResults:
    engine = open_engine("memory:")
    fill(engine, [article("a", "Noon", "At noon.", date=date(2024, 3, 5)), article("b", "", "x")])
    return search(engine, SearchRequest('noon "', facets=True))


def test_json(results: SearchResults) -> None:
    values = json.loads(json.dumps(results.to_dict()))
    assert tuple(values) == JSON_KEYS
    assert values["warnings"][0]["message"] == "missing closing quotation mark"
    assert values["hits"][0]["date"] == "2024-03-05"
    assert values["hits"][0]["snippets"][1] == {
        "field": "text", "text": "At noon.", "start": 0, "highlights": [[3, 7]],
    }  # fmt: skip
    assert values["facets"]["year"] == [{"value": "2024", "count": 1}]


@pytest.mark.parametrize(
    ("facets", "expected"),
    [(None, None), ({"year": (FacetCount("2024", 1),)}, {"year": [{"value": "2024", "count": 1}]})],
)
def test_facets_are_null_unless_asked_for(
    results: SearchResults, facets: dict[str, tuple[FacetCount, ...]] | None, expected: object
) -> None:
    assert replace(results, facets=facets).to_dict()["facets"] == expected


def test_the_closest_have_the_keys_of_hits(results: SearchResults) -> None:
    values = replace(results, hits=(), closest=results.hits).to_dict()
    assert values["closest"] == results.to_dict()["hits"]
    assert values["hits"] == []
