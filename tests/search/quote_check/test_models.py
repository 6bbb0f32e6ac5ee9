"""The JSON of a report, whose keys are public."""

from __future__ import annotations

import json
from datetime import date

from onrecord.search.engines.registry import open_engine
from onrecord.search.quote_check.check import QuoteRequest, check
from onrecord.search.quote_check.models import Verdict
from tests.corpus import article, fill


def test_json() -> None:
    engine = open_engine("memory:")
    fill(engine, [article("1", "", "We will not go.", date=date(2024, 3, 1), outlet="Wire")])
    report = check(engine, QuoteRequest("We will go")).to_dict()
    assert report["verdict"] == "not_found"  # three words are a phrase
    report = check(engine, QuoteRequest("So we will go")).to_dict()
    assert list(report) == [
        "quotation", "words", "verdict", "exact_characters", "total", "passages", "nearest",
        "longest_run", "searched", "took_ms",
    ]  # fmt: skip
    assert report["searched"]["first_day"] == "2024-03-01"
    assert report["passages"][0]["article"]["date"] == "2024-03-01"
    assert [segment["kind"] for segment in report["passages"][0]["comparison"]] == [
        "inserted", "same", "deleted", "same",
    ]  # fmt: skip
    assert report["passages"][0]["comparison"][2] == {
        "kind": "deleted", "claimed": "", "found": "not", "affects": ["negation"],
    }  # fmt: skip
    json.dumps(report)


def test_verdicts_are_ranked() -> None:
    assert [verdict.rank for verdict in Verdict] == [0, 1, 2, 3, 4]
    faithful = [verdict.value for verdict in Verdict if verdict.is_faithful]
    assert faithful == ["verbatim", "abridged"]
