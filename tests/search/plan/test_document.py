"""The analyzed fields of an article."""

from __future__ import annotations

import pytest

from onrecord.search.plan.document import Document
from tests.corpus import article


@pytest.mark.parametrize(
    ("author", "field", "tokens"),
    [
        ("Ann Lee", "title", ["the", "title"]),
        ("Ann Lee", "text", ["some", "words"]),
        ("Ann Lee", "author", ["ann", "lee"]),
        (None, "author", []),
    ],
)
def test_fields(author: str | None, field: str, tokens: list[str]) -> None:
    document = Document(article("a", "The title", "Some words.", author=author))
    assert document.field(field).tokens == tokens
    assert document.field(field) is document.field(field)  # analyzed once
