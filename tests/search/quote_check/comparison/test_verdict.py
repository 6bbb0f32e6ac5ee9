"""Which verdict edits amount to, and how similar a passage must be to get one."""

from __future__ import annotations

import pytest

from onrecord.search.quote_check.comparison.diff import Edit, EditKind
from onrecord.search.quote_check.comparison.verdict import (
    Similarity,
    may_match,
    similarity_of,
    verdict_of,
)
from onrecord.search.quote_check.quotation import read_quotation
from tests.search.quote_check.samples import document, equal_weights, names


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        ("same", "verbatim"),
        ("same interrupted", "verbatim"),
        ("same omitted interrupted", "abridged"),
        ("same bracketed", "abridged"),
        ("same omitted substituted", "altered"),
        ("same inserted", "altered"),
        ("same deleted", "altered"),
        ("same moved", "altered"),
        ("same gap substituted", "spliced"),
    ],
)
def test_verdicts(kinds: str, verdict: str) -> None:
    edits = [Edit(EditKind(kind), 0, 1, 0, 1) for kind in kinds.split()]
    assert verdict_of(edits).value == verdict


@pytest.mark.parametrize(
    ("words", "weight", "is_near"),
    [
        (0.7, 0.55, True),  # seven words of ten, 0.55 of the weight
        (0.69, 1.0, False),
        (1.0, 0.54, False),
    ],
)
def test_how_near_is_near(words: float, weight: float, is_near: bool) -> None:
    assert Similarity(words, weight).is_near is is_near


SAME, MOVED, OMITTED = EditKind.SAME, EditKind.MOVED, EditKind.OMITTED
INSERTED, DELETED, BRACKETED = EditKind.INSERTED, EditKind.DELETED, EditKind.BRACKETED
TEXT = "a b c d e f g h k l m n"


@pytest.mark.parametrize(
    ("claim", "edits", "words", "weight"),
    [
        ("a b c d", [(SAME, 0, 4, 0, 4)], 1.0, 1.0),
        ("a b c d", [(SAME, 0, 3, 0, 3), (INSERTED, 3, 4, 3, 3)], 3 / 4, 6 / 7),
        ("a b c d", [(SAME, 0, 3, 0, 3), (DELETED, 3, 3, 3, 5), (SAME, 3, 4, 5, 6)], 1.0, 8 / 10),
        ("a b c d", [(SAME, 0, 3, 0, 3), (MOVED, 3, 4, 3, 3)], 1.0, 1.0),
        ("a b c d", [(SAME, 0, 3, 0, 3), (OMITTED, 3, 3, 3, 9), (SAME, 3, 4, 9, 10)], 1.0, 1.0),
        # below seven words of ten the other words of the article no longer matter
        ("a b c d", [(SAME, 0, 2, 0, 2), (DELETED, 2, 2, 2, 9), (INSERTED, 2, 4, 9, 9)], 0.5, 0.5),
        # words in brackets do not count, those with letters in brackets do
        ("a b [x] d", [(SAME, 0, 2, 0, 2), (BRACKETED, 2, 3, 2, 6), (SAME, 3, 4, 6, 7)], 1.0, 1.0),
        ("a b c go[es]", [(SAME, 0, 3, 0, 3), (BRACKETED, 3, 4, 3, 4)], 1.0, 1.0),
    ],
)
def test_similarity(
    claim: str, edits: list[tuple[EditKind, int, int, int, int]], words: float, weight: float
) -> None:
    quotation, analysis = read_quotation(claim), document(TEXT).text
    made = [Edit(*edit) for edit in edits]
    similarity = similarity_of(quotation, analysis, made, equal_weights(quotation))
    assert similarity.words == pytest.approx(words)
    assert similarity.weight == pytest.approx(weight)


@pytest.mark.parametrize(
    ("claim", "text", "may"),
    [
        (names(10), names(7), True),  # seven words of ten
        (names(10), names(6), False),
        (names(10) + " [of the]", names(7), True),  # brackets do not count
        (names(9) + " go[es]", names(6), True),  # the word with letters may be there
        (names(9) + " go[es]", names(5), False),
    ],
)
def test_articles_worth_comparing_by_words(claim: str, text: str, may: bool) -> None:
    quotation = read_quotation(claim)
    weights = equal_weights(quotation)
    assert may_match(quotation, document(text), weights) is may
    assert may_match(quotation, document("", title=text), weights) is may


@pytest.mark.parametrize(
    ("marked", "rare", "weight", "may"),
    [
        ("", 1.0, 45 / 55, True),
        ("", 1.0, 44 / 56, False),
        (" go[es]", 4.0, 2.28, True),  # the word with letters weighs 1, and may be there
        (" go[es]", 4.0, 2.27, False),
    ],
)
def test_articles_worth_comparing_by_weight(
    marked: str, rare: float, weight: float, may: bool
) -> None:
    """The article has `common` and eight more words of no weight; 0.45 is enough."""
    quotation = read_quotation(f"common rare {names(8)}{marked}")
    weights = equal_weights(quotation)
    weights.weights.update(dict.fromkeys(names(8).split(), 0.0), common=weight, rare=rare)
    assert may_match(quotation, document(f"common {names(8)}"), weights) is may
