"""Control characters, odd newlines and lone surrogates are removed; all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.cleaning import clean, one_line, replace_surrogates

CLEANED = [
    ("plain", "plain"),
    ("tab\tand\nline", "tab\tand\nline"),
    ("a\x0bb", "a\nb"),
    ("é\x80\x9f\xa0", "é\xa0"),
    ("é\u2028\u2029\ufeff", "é\n\n"),
    ("é\x00", "é"),
    ("é \xc2", "é \xc2"),
    ("a\r\nb\rc\x0cd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
    ("\ufeffa\x00b\x1bc\x7fd\x9ae\tf\n", "abcde\tf\n"),
    ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
    (
        "soft\u00adhyphen, nbsp\u00a0, emoji 👩\u200d👩",
        "soft\u00adhyphen, nbsp\u00a0, emoji 👩\u200d👩",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_characters_without_a_place_are_removed(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_clean_text_can_be_stored(text: str) -> None:
    clean(text).encode()
    assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" a\r\n b\u2028c ", "a b c"), ("a\x00b", "ab"), ("", ""), (" \n", "")],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("é", "é"), ("a\ud800", "a\ufffd"), ("\udfff\udc00", "\ufffd\ufffd")]
)
def test_lone_surrogates(text: str, expected: str) -> None:
    assert replace_surrogates(text) == expected
