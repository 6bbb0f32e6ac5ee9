"""What a change affects."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.change_flags import affected_by
from onrecord.search.quote_check.comparison.diff import Edit, EditKind
from onrecord.search.quote_check.quotation import read_quotation


def flags(claim: str, text: str, kind: EditKind = EditKind.SUBSTITUTED) -> str:
    """The flags of a change of all words of a claim but the first and the last, which frame it."""
    quotation, analysis = read_quotation(claim), Analysis(text)
    words, tokens = len(quotation.words), len(analysis.tokens)
    edit = Edit(kind, 1, words - 1, 1, tokens - 1)
    return " ".join(affected_by(edit, quotation, analysis))


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("it was not so", "it was so", "negation"),
        ("it wasn't so", "it was so", "negation"),
        ("es war nicht so", "es war so", "negation"),
        ("это не так", "это так", "negation"),
        ("it not was so", "it was not so", ""),  # both sides have it
        ("about 50 men", "about 60 men", "number"),
        ("about fifty men", "about 1st men", "number"),
        ("some 5G net", "some fast net", "number"),
        ("up 50% now", "up 60% now", "percentage"),
        ("up 50 percent now", "up 60 men now", "number percentage"),
        ("up 50 per cent now", "up x now", "number percentage"),
        ("up 50 por ciento now", "up x now", "percentage"),
        ("up 50 pour cent now", "up x now", "number percentage"),  # cent is a numeral
        ("up 50 centimes now", "up x now", "number"),
        ("up 50 pounds now", "up x now", "number"),
        ("in June it", "in July it", "date"),
        ("on lundi it", "on mardi it", "date"),
        ("in 2024 it", "in 2025 it", "date"),
        ("in 1500 it", "in y it", "date"),  # years from 1500 to 2099
        ("in 1499 it", "in y it", "number"),
        ("in 2099 it", "in y it", "date"),
        ("in 2100 it", "in y it", "number"),
        ("in May it", "in y it", "date"),
        ("we may go", "we y go", ""),
        ("in March it", "in y it", "date"),
        ("we march on", "we y on", ""),
        ("the Berg said", "the mayor said", "name"),
        ("the mayor said", "the Berg said", "name"),
        ("the fair vote", "the free vote", ""),
        ("THE BERG SAID", "the mayor said", ""),  # all capitals
        ("so. Then we", "so. Now we", ""),  # the beginning of a sentence
        ("said: Then we", "said: Now we", ""),
        ("said “Then we", "said “Now we", ""),
        ("so.”          Then we", "so y we", ""),  # the end is 12 characters away
        ("so.”           Then we", "so y we", "name"),
        ("that not 50% in May Berg 7 x", "that x", "negation number percentage date name"),
    ],
)
def test_flags(claim: str, text: str, expected: str) -> None:
    assert flags(claim, text) == expected


def test_a_name_is_no_name_at_the_start_of_the_text() -> None:
    quotation, analysis = read_quotation("“Then we go"), Analysis("it we go")
    edit = Edit(EditKind.SUBSTITUTED, 0, 1, 0, 1)
    assert affected_by(edit, quotation, analysis) == ()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (EditKind.SUBSTITUTED, "negation number name"),
        (EditKind.INSERTED, "negation number name"),
        (EditKind.DELETED, "negation number name"),
        (EditKind.MOVED, "negation"),  # moved words keep their meaning
        (EditKind.OMITTED, ""),
        (EditKind.BRACKETED, ""),
    ],
)
def test_only_changes_affect_anything(kind: EditKind, expected: str) -> None:
    assert flags("a not 5 Berg b", "a b", kind) == expected
