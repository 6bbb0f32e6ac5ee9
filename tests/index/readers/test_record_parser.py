"""Records become articles, completed by metadata.csv, host and language; or errors."""

from __future__ import annotations

import json
from datetime import date

import pytest

from onrecord.index.readers import ReadError, Record, parse, parse_each

ENGLISH = "The minister resigned on Monday after weeks of protest."
GERMAN = "Der Minister ist am Montag nach wochenlangen Protesten zurückgetreten."
COMPLETED = [  # (row, metadata.csv, field, value)
    ({"title": ENGLISH}, {}, "language", "en"),
    ({"title": "OK", "text": GERMAN}, {}, "language", "de"),
    ({"title": ENGLISH, "lang": "fr"}, {}, "language", "fr"),
    ({"title": "OK"}, {}, "language", None),
    ({"url": "https://www.example.org/a"}, {}, "outlet", "example.org"),
    ({"url": "https://www.example.org/a", "outlet": "The Post"}, {}, "outlet", "The Post"),
    ({}, {"url": "https://example.org/a"}, "outlet", "example.org"),
    ({}, {}, "outlet", None),
    ({"date": "2024-01-01"}, {"date": "2024-02-17"}, "date", date(2024, 2, 17)),
    ({"date": "2024-01-01"}, {"title": "B"}, "date", date(2024, 1, 1)),
    ({}, {"title": "B"}, "title", "B"),
    ({"author": "Ann Doe"}, {"author": "Jan Roe"}, "author", "Jan Roe"),
]


@pytest.mark.parametrize(("row", "metadata", "field", "value"), COMPLETED)
def test_an_article_is_completed(
    row: dict[str, str], metadata: dict[str, str], field: str, value: object
) -> None:
    content = json.dumps({"title": "A", **row}).encode()
    assert getattr(parse(Record("a", "", "json", content, metadata)), field) == value


def test_each_has_its_own_language_and_error() -> None:
    rows = [{"title": GERMAN}, {}, {"title": ENGLISH, "lang": "it"}, {"title": ENGLISH}]
    parsed = parse_each(
        Record(f"a#{number}", "", "json", json.dumps(row).encode())
        for number, row in enumerate(rows)
    )
    assert [
        str(one) if isinstance(one, ReadError) else (one.source, one.language) for one in parsed
    ] == [("a#0", "de"), "a#1: has no text and no title", ("a#2", "it"), ("a#3", "en")]


def test_whatever_a_parser_raises_is_an_error_of_its_record() -> None:
    with pytest.raises(ReadError, match=r"^a: cannot be read \(KeyError: 'unheard of'\)$"):
        parse(Record("a", "", "unheard of", b""))
