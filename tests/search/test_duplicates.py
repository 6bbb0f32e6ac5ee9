"""The other articles with the same text: all that have its words, and none that differs in one."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.search import duplicates as module
from onrecord.search.duplicates import find_duplicates
from onrecord.search.engines.base import Engine
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


def test_of_very_many_the_oldest_are_given(empty_engine: Engine) -> None:
    fill(
        empty_engine, [article(f"{n:03}", "Wire", STORY) for n in range(module.MAX_DUPLICATES + 9)]
    )
    found = find_duplicates(empty_engine, Document(empty_engine.article("000")))
    assert [one.id for one in found.articles] == [f"{n:03}" for n in range(1, 51)]
    assert found.truncated
