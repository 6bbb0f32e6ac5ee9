"""Rows of JSON and CSV under all the names their fields go by."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.article import Article, id_from_source
from onrecord.index.readers import ReadError, Record, parse

TEXT = "The minister resigned on Monday after weeks of protest."

FIELDS = [  # (row, field of the article, value)
    ({"title": "A"}, "title", "A"),
    ({"Headline": "A"}, "title", "A"),
    ({"title": {"rendered": "A &amp; B"}}, "title", "A & B"),
    ({"title": "A\n <b>vote</b>\x00"}, "title", "A vote"),
    ({"text": TEXT, "name": ""}, "title", TEXT),
    ({"body": TEXT}, "text", TEXT),
    ({"content": TEXT, "body": "", "text": None}, "text", TEXT),
    ({"Full_Text": TEXT}, "text", TEXT),
    ({"article": TEXT}, "text", TEXT),
    ({"text": ["One.", "Two."]}, "text", "One.\n\nTwo."),
    ({"description": TEXT}, "text", TEXT),
    ({"summary": "less", "text": TEXT}, "text", TEXT),
    (
        {"text": "<p>One &lt; <i>two</i></p><p>Three<br>four</p>"},
        "text",
        "One < two\n\nThree\nfour",
    ),
    ({"text": "a < b and c > d, 5 <3"}, "text", "a < b and c > d, 5 <3"),
    ({"text": "the symbol <XII> rose"}, "text", "the symbol <XII> rose"),
    ({"text": "x<script>alert(1)</script>y <b>z</b>"}, "text", "xy z"),
    ({"text": "one\r\n\r\ntwo \ud800"}, "text", "one\n\ntwo \ufffd"),
    ({"published_at": "2024-02-17T23:30:00-05:00"}, "date", date(2024, 2, 17)),
    ({"publishedAt": "2024-02-17T01:00:00Z"}, "date", date(2024, 2, 17)),
    ({"pubDate": "Sat, 17 Feb 2024 10:00:00 GMT"}, "date", date(2024, 2, 17)),
    ({"date": 1708128000}, "date", date(2024, 2, 17)),
    ({"date": "03/04/2024"}, "date", None),
    ({"date": 10**400}, "date", None),
    ({"outlet": "The Post"}, "outlet", "The Post"),
    ({"source": {"id": "post", "name": "The Post"}}, "outlet", "The Post"),
    ({"source": {"id": "post", "name": None}}, "outlet", "post"),
    ({"source": "https://www.example.org/feed"}, "outlet", "example.org"),
    ({"link": "https://www.example.org/x"}, "outlet", "example.org"),
    ({"publisher": "P", "site": "S"}, "outlet", "P"),
    ({"link": "https://example.org/x"}, "url", "https://example.org/x"),
    ({"url": "javascript:alert(1)"}, "url", None),
    ({"byline": "By Ann Doe"}, "author", "Ann Doe"),
    ({"authors": ["Ann Doe", {"name": "Jan Roe"}, None]}, "author", "Ann Doe, Jan Roe"),
    ({"author": "desk@example.org (Ann Doe)"}, "author", "Ann Doe"),
    ({"author": "https://www.example.com/profile"}, "author", None),
    ({"_id": 12}, "id", "12"),
    ({"id": " a\nb "}, "id", "a b"),
    ({"id": ""}, "id", id_from_source("a.jsonl#1")),
    ({"id": "x" * 256}, "id", "x" * 256),
    ({"id": "x" * 257}, "id", id_from_source("x" * 257)),
    ({"id": int("9" * 19)}, "id", "9" * 19),
    ({"text": "a", "body": "b"}, "text", "a"),
    ({"body": "b", "text": "a"}, "text", "a"),  # whichever comes first in the row
    ({"text": False, "body": "b"}, "text", ""),
    ({"text": [TEXT] * 3}, "text", "\n\n".join([TEXT] * 3)),
    ({"text": ["x"] * 10_001}, "text", "\n\n".join(["x"] * 10_000)),
    ({"source": {"name": {"value": "A"}}}, "outlet", "A"),
    ({"source": {"name": {"value": {"text": "A"}}}}, "outlet", None),
    ({"author": [["A"], "B"]}, "author", "B"),
    ({"byline": "by: Ann Doe"}, "author", "Ann Doe"),
    ({"byline": "Byron Doe"}, "author", "Byron Doe"),
    ({"lang": "pt-BR-x"}, "language", "pt"),
    ({"language": "eng"}, "language", "en"),
    ({"lang": "en-GB"}, "language", "en"),
    ({"language": "German"}, "language", "de"),
    ({"language": "?", "text": TEXT}, "language", "en"),
    ({"_id": "7", "_source": {"title": "B"}}, "id", "7"),
    ({"_id": "7", "_source": {"title": "B"}}, "title", "B"),
]
CUT_OFF = [  # (description, content, text)
    (None, "He resigned on Mon… [+1804 chars]", "He resigned on Mon…"),
    ("He resigned…", "He resigned on Mon… [+1804 chars]", "He resigned on Mon…"),
    (
        "He resigned on Monday, at noon.",
        "He resigned on Mon… [+1804 chars]",
        "He resigned on Monday, at noon.",
    ),
    ("Crisis.", "He resigned on Mon… [+4 chars]", "Crisis.\n\nHe resigned on Mon…"),
    ("Crisis.", "He resigned.", "He resigned."),
    (None, "He resigned [+5 characters]", "He resigned"),
    (None, "He resigned [+5 chars] there", "He resigned [+5 chars] there"),
    (None, f"He resigned[+{'1' * 31} chars]", "He resigned"),  # 40 characters are a mark
    (None, f"He resigned[+{'1' * 32} chars]", f"He resigned[+{'1' * 32} chars]"),
]
UNREADABLE = [
    (b"{bad}", "not valid JSON"),
    (b"", "not valid JSON"),
    (b"[1]", "a list"),
    (b'"x"', "a string"),
    (b"5", "a number"),
    (b"{}", "no text and no title"),
    (b'{"title": " ", "text": "\\u0000"}', "no text and no title"),
    (b'{"title":' + b"[" * 100_000, "nested too deeply"),
]


@pytest.mark.parametrize(("row", "field", "value"), FIELDS)
def test_a_field_of_a_row(row: dict[str, object], field: str, value: object) -> None:
    assert getattr(_article({"name": "T", **row}), field) == value


@pytest.mark.parametrize(("description", "content", "text"), CUT_OFF)
def test_content_that_an_api_cut_off(description: str | None, content: str, text: str) -> None:
    assert _article({"title": "T", "description": description, "content": content}).text == text


@pytest.mark.parametrize(("line", "reason"), UNREADABLE)
def test_a_row_that_cannot_be_read(line: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        parse(Record("a.jsonl#1", "0", "json", line))
    assert caught.value.source == "a.jsonl#1"


def test_a_number_of_thousands_of_digits_is_no_obstacle() -> None:
    line = b'{"title": "T", "views": ' + b"9" * 5000 + b"}"
    assert parse(Record("a.jsonl#1", "0", "json", line)).title == "T"


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ("title", "text", "date", "source", "url", "author", "_id", "lang", "content")
)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_any_row_is_an_article_or_an_error(row: dict[str, object]) -> None:
    try:
        article = _article(row)
    except ReadError:
        return
    assert article.title
    json.dumps([article.title, article.text, article.id], ensure_ascii=False).encode()


def _article(row: dict[str, object]) -> Article:
    return parse(Record("a.jsonl#1", "0", "json", json.dumps(row).encode()))
