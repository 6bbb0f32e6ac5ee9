"""Words with a meaning of their own, in the languages of docs/quotes.md."""

from __future__ import annotations

import pytest

from onrecord.search.quote_check.wordlists import (
    has_speech_verb,
    is_date,
    is_negation,
    is_number,
    is_percentage,
)

NEGATIONS = (
    "not never don't cannot nicht keine jamais aucun nunca tampoco nessuno ninguem geen aldrig "
    "ikke nie нет никогда немає 不 无 ليس नहीं"
)


@pytest.mark.parametrize("word", NEGATIONS.split())
def test_negations(word: str) -> None:
    assert is_negation(word)


@pytest.mark.parametrize("word", ["note", "knot", "nota", "n'to"])
def test_no_negations(word: str) -> None:
    assert not is_negation(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50% x", True),
        ("50 % x", True),
        ("50 percent", True),
        ("50 per cent", True),
        ("50 pct", True),
        ("50 Prozent", True),
        ("50 pour cent", True),
        ("50 por ciento", True),
        ("ten percent", True),
        ("50  percent", False),
        ("50 percents", False),
        ("x% y", False),
        ("percent of", True),
        ("процента x", True),
    ],
)
def test_percentages(text: str, expected: bool) -> None:
    word = text.split()[0].rstrip("%").lower()
    assert is_percentage(word, text, len(word)) is expected


@pytest.mark.parametrize(
    ("word", "expected"), [("7", True), ("5g", True), ("seven", True), ("sieve", False)]
)
def test_numbers(word: str, expected: bool) -> None:
    assert is_number(word) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("June", True),
        ("june", True),
        ("May", True),
        ("may", False),
        ("Montag", True),
        ("липня", True),
        ("1500", True),
        ("1499", False),
        ("2099", True),
        ("2100", False),
        ("20240", False),
    ],
)
def test_dates(written: str, expected: bool) -> None:
    assert is_date(written.lower(), written) is expected


@pytest.mark.parametrize(
    ("words", "expected"), [("lee said so", True), ("laut lee", True), ("lee sat", False)]
)
def test_speech_verbs(words: str, expected: bool) -> None:
    assert has_speech_verb(words.split()) is expected
