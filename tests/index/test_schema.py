"""The fields that users name: what kind each is, and what it weighs."""

from __future__ import annotations

from onrecord.index.schema import BY_NAME, DEFAULT_FIELDS, TEXT_FIELDS, FieldKind


def test_words_are_searched_in_title_and_text() -> None:
    assert TEXT_FIELDS == ("title", "text", "author")
    assert DEFAULT_FIELDS == ("title", "text")
    assert {name for name, field in BY_NAME.items() if field.default} == {"title", "text"}


def test_a_title_weighs_a_tenth_more() -> None:
    boosts = {name: BY_NAME[name].boost for name in TEXT_FIELDS}
    assert boosts == {"title": 1.1, "text": 1.0, "author": 1.0}


def test_kinds() -> None:
    kinds = {kind: [f.name for f in BY_NAME.values() if f.kind is kind] for kind in FieldKind}
    assert kinds[FieldKind.KEYWORD] == ["outlet", "lang", "id"]
    assert kinds[FieldKind.URL] == ["url"]
    assert kinds[FieldKind.DATE] == ["date", "after", "before"]
