"""The other articles with the same text: all that have its words, and none that differs in one."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.search.duplicates import find_duplicates
from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from onrecord.search.plan.document import Document
from tests.corpus import article, fill

STORY = "Word for word this went over the wire on Friday, and nobody changed a thing in it."
ARTICLES = (
    article("wire", "Wire", STORY, date=date(2024, 3, 2)),
    article("late", "Another headline", f"  {STORY.upper()}\n", date=date(2024, 3, 3)),
    article("early", "Wire", STORY.replace(", and", " – and"), date=date(2024, 3, 1)),
    article("undated", "Wire", STORY),
    article("changed", "Wire", STORY.replace("nobody", "somebody")),
    article("longer", "Wire", f"{STORY} More follows."),
    article("short", "Wire", "On Friday."),
    article("short too", "Wire", "On Friday!"),
    article("empty", "Wire", ""),
    article("empty too", "Wire", "–"),
)

OTHERS = [
    ("wire", ["early", "late", "undated"]),
    ("undated", ["early", "wire", "late"]),
    ("changed", []),
    ("longer", []),
    ("short", ["short too"]),
    ("empty", []),
]


@pytest.mark.parametrize(("identity", "expected"), OTHERS)
def test_others_with_the_same_words(
    empty_engine: Engine, identity: str, expected: list[str]
) -> None:
    fill(empty_engine, ARTICLES)
    found = find_duplicates(empty_engine, Document(empty_engine.article(identity)))
    assert [one.id for one in found.articles] == expected
    assert not found.truncated


@pytest.mark.parametrize(("others", "truncated"), [(50, False), (51, True)])
def test_of_very_many_the_oldest_are_given(
    empty_engine: Engine, others: int, truncated: bool
) -> None:
    fill(empty_engine, [article(f"{n:03}", "Wire", STORY) for n in range(others + 1)])
    found = find_duplicates(empty_engine, Document(empty_engine.article("000")))
    assert [one.id for one in found.articles] == [f"{n:03}" for n in range(1, 51)]
    assert found.truncated is truncated


@pytest.mark.parametrize(("candidates", "truncated"), [(300, False), (301, True)])
def test_a_form_with_other_words_at_the_end_is_not_read_to_the_end(
    candidates: int, truncated: bool
) -> None:
    engine = open_engine("memory:")
    fill(engine, [article(f"{n:03}", "", f"{STORY} Number {n}.") for n in range(candidates)])
    found = find_duplicates(engine, Document(engine.article("000")))
    assert (found.articles, found.truncated) == ((), truncated)
