"""A piece of query text becomes folded words, in which wildcards are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import tokenize
from onrecord.search.query.term_parser import is_pattern, query_terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Noon", "noon"),
        ("non-recognition", "non recognition"),
        ("don’t", "don't"),
        ("U.S.", "u.s"),
        ("1,000", "1000"),
        ("Café", "cafe"),
        # Wildcards: * stands for any letters, ? for one.
        ("recogni*", "recogni*"),
        ("*election", "*election"),
        ("e*n", "e*n"),
        ("*o*", "*o*"),
        ("wom?n", "wom?n"),
        ("?ar", "?ar"),
        ("w??r", "w??r"),
        ("??r", "??r"),
        ("non-recogni*", "non recogni*"),
        ("CAFÉ*", "cafe*"),
        # A question mark at the end of a word is one, and stars in a row are emphasis.
        ("what?", "what"),
        ("what?!", "what"),
        ("f***", "f"),
        ("**noon**", "noon"),
        ("***", ""),
        ("*", ""),
        ("?", ""),
        ("a * b", "a b"),
        # Where each character is a word, there is no other letter for a wildcard to stand for.
        ("選挙*", "選 挙"),
        ("?選*挙", "選 挙"),
        ("noon選*", "noon 選"),
        ("noon?選", "noon 選"),
        ("選*'noon'*選", "選 noon 選"),
        ("!…—", ""),
        ("\ud800", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert " ".join(query_terms(text).terms) == words


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Noon", "Noon"),
        ("(“Noon, against Putin!”)", "Noon, against Putin"),
        ("  50%  ", "50"),
        ("*選*", "選"),
        ("…", ""),
    ],
)
def test_what_was_typed_is_kept_without_the_punctuation_around_it(text: str, typed: str) -> None:
    assert query_terms(text).raw_text == typed


@given(st.text())
def test_text_without_wildcards_is_cut_as_an_article_is(text: str) -> None:
    plain = text.replace("*", "").replace("?", "")
    assert list(query_terms(plain).terms) == tokenize(plain)


@given(st.text(alphabet="a*? -.日'\u0301"))
def test_every_word_has_something_besides_wildcards(text: str) -> None:
    for word in query_terms(text).terms:
        assert word.strip("*?")
        assert is_pattern(word) == bool({"*", "?"} & set(word))
