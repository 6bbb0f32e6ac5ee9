"""What the marks of a claimed quotation are read as."""

from __future__ import annotations

import pytest
from hypothesis import given

from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.quotation import (
    MAX_OMISSIONS,
    MAX_QUOTATION_CHARS,
    Quotation,
    read_quotation,
)
from tests.search.strategies import soup, texts


def outline(quotation: Quotation) -> str:
    """Words between spaces: / is an ellipsis, (x) in brackets, {x} with letters in brackets."""
    shapes = {"PLAIN": "{}", "BRACKETED": "({})", "LETTERS": "{{{}}}"}
    return " ".join(
        ("/ " if at in quotation.breaks else "") + shapes[word.kind.name].format(word.token)
        for at, word in enumerate(quotation.words)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The vote was free", "the vote was free"),
        ("“Don’t ask – tell!”", "don't ask tell"),
        ("a … b", "a / b"),
        ("a... b", "a / b"),
        ("a . . . b", "a / b"),
        ("a [...] b", "a / b"),
        ("a (…) b", "a / b"),
        ("a […]… b", "a / b"),
        ("… a b …", "a b"),  # at the edges nothing is left out of it
        ("a. b", "a b"),
        ("[He] left", "(he) left"),
        ("He saw [the president] go", "he saw (the) (president) go"),
        ("[T]he vote", "{the} vote"),
        ("recogni[s]e it", "{recognise} it"),
        ("go[ing] home", "{going} home"),
        ("they [sic] was", "they was"),
        ("it [emphasis added] was", "it was"),
        ("他[说]了", "他 (说) 了"),  # no spaces, so no word is half in brackets
        ("an [unclosed bracket", "an unclosed bracket"),
        ("[] a", "a"),
        ("(he) left", "he left"),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert outline(read_quotation(text)) == expected


@pytest.mark.parametrize(
    ("word", "allowed", "refused"),
    [
        ("recogni[s]e", ["recognise", "recognize", "recognie"], ["recognised", "organise"]),
        ("[T]he", ["the"], ["he", "she"]),
        ("go[es]", ["go", "goes", "going"], ["undergo", "gooooooooo"]),
        ("[un]able", ["able", "unable", "capable"], ["ably"]),
    ],
)
def test_letters_in_brackets(word: str, allowed: list[str], refused: list[str]) -> None:
    (read,) = read_quotation(word).words
    assert [token for token in allowed if not read.matches(token)] == []
    assert [token for token in refused if read.matches(token)] == []


@pytest.mark.parametrize("text", ["", " ", "“…”", "?!", "[he]", "[...] [she]"])
def test_without_a_word_there_is_nothing_to_check(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="no word to search for"):
        read_quotation(text)


def test_a_long_run_of_letters_is_read_at_once() -> None:
    text = "a" * MAX_QUOTATION_CHARS  # minutes, if sought for brackets from each letter
    assert not read_quotation(text).is_marked


@pytest.mark.parametrize("text", ["a " * MAX_QUOTATION_CHARS, "a … " * (MAX_OMISSIONS + 1) + "b"])
def test_what_is_too_long_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="may have"):
        read_quotation(text)


@given(soup | texts)
def test_any_text_is_read_or_refused_and_words_know_their_place(text: str) -> None:
    try:
        quotation = read_quotation(text)
    except QuerySyntaxError:
        return
    places = [(word.start, word.end) for word in quotation.words]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
