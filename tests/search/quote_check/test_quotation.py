"""What the marks of a claimed quotation are read as."""

from __future__ import annotations

import pytest
from hypothesis import given

from onrecord.search.errors import QuerySyntaxError
from onrecord.search.quote_check.quotation import (
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
        # all apostrophes are one, and at the edge of a word none is part of it
        ("Don't ask", "don't ask"),
        ("the dogs' home", "the dogs home"),
        ("the dogs’ home", "the dogs home"),
        ("’tis 'so'", "tis so"),
        ("a … b", "a / b"),
        ("a... b", "a / b"),
        ("a . . . b", "a / b"),
        ("a [...] b", "a / b"),
        ("a (…) b", "a / b"),
        ("a ( . . . ) b", "a / b"),
        ("a .. b", "a b"),  # two full stops are no ellipsis
        ("a .... b", "a / b"),
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
        ("it [Emphasis mine.] was", "it was"),
        ("it [emphasis] was", "it (emphasis) was"),
        ("they [sic!] was", "they was"),
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
        ("go[es]", ["go", "goes", "going", "go12345"], ["undergo", "go123456"]),
        ("[T]h[e]m", ["them", "thm", "thorm"], ["hem", "rhythm"]),
        ("[5]th", ["5th", "th", "25th"], ["5the"]),
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


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "a … " * 100 + "b",
        "… " + "a … " * 100 + "b …",  # those at the edges do not count
    ],
)
def test_long_quotations(text: str) -> None:
    assert read_quotation(text).text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * 50_001, "may have 50,000 characters; this one has 50,001"),
        ("a … " * 101 + "b", "may have 100 omissions"),
    ],
)
def test_what_is_too_long_is_refused(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message):
        read_quotation(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a b", "a b"),
        (" “a b” ", "a b"),
        ("“a b", "a b"),
        ("a b»", "a b"),
        ("““a b””", "“a b”"),
        ("« a »", " a "),
        ("(a b)", "(a b)"),
        ("a" + " " * 40_000 + "b", "a" + " " * 40_000 + "b"),  # in no time
    ],
)
def test_the_text_without_its_quotation_marks(text: str, bare: str) -> None:
    assert read_quotation(text).bare() == bare


@pytest.mark.parametrize(
    ("text", "is_marked", "parts"),
    [
        ("a b c", False, [(0, 3)]),
        ("a … b c", True, [(0, 1), (1, 3)]),
        ("… a b …", False, [(0, 2)]),
        ("a [b]", True, [(0, 2)]),
        ("a b[s]", True, [(0, 2)]),
    ],
)
def test_parts(text: str, is_marked: bool, parts: list[tuple[int, int]]) -> None:
    quotation = read_quotation(text)
    assert (quotation.is_marked, quotation.parts) == (is_marked, parts)


def test_words_have_their_offsets_and_brackets() -> None:
    text = "So [the old] man recogni[s]es"
    found = [text[word.start : word.end] for word in read_quotation(text).words]
    assert found == ["So", "[the", "old]", "man", "recogni[s]es"]


@given(soup | texts)
def test_any_text_is_read_or_refused_and_words_know_their_place(text: str) -> None:
    try:
        quotation = read_quotation(text)
    except QuerySyntaxError:
        return
    places = [(word.start, word.end) for word in quotation.words]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
