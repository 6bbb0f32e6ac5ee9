"""The edits between a quotation and an article, each with its limits."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.alignment import Block, align
from onrecord.search.quote_check.comparison.diff import (
    Edit,
    EditKind,
    crosses_sentence,
    diff,
    largest_passage,
    same_words,
    split_at_letters,
)
from onrecord.search.quote_check.quotation import read_quotation
from tests.search.quote_check.samples import equal_weights, filler, outline

EIGHT, NINE = filler(8), filler(9)
SIX, SEVEN = filler(6), filler(7)


def edits_of(claim: str, text: str) -> list[str]:
    quotation, analysis = read_quotation(claim), Analysis(text)
    blocks = align(quotation, analysis, equal_weights(quotation))
    return outline(quotation, analysis, diff(quotation, analysis, blocks))


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("a b c", "x a b c y", ["a b c"]),
        ("a b x d", "a b c d", ["a b", "substituted: x | c", "d"]),
        ("a b x c d", "a b c d", ["a b", "inserted: x |", "c d"]),
        ("a b d e", "a b c d e", ["a b", "deleted:  | c", "d e"]),
        # up to eight words are deleted; with more it is a gap
        ("a b c d e f", f"a b c {EIGHT} d e f", ["a b c", f"deleted:  | {EIGHT}", "d e f"]),
        ("a b c d e f g h j k", f"a b c d e {NINE} f g h j k",
         ["a b c d e", f"gap:  | {NINE}", "f g h j k"]),
        ("a b c x d e f", f"a b c {NINE} d e f", ["a b c", f"substituted: x | {NINE}", "d e f"]),
        ("a b c x d e f", f"a b c zz {NINE} d e f",
         ["a b c", "inserted: x |", f"gap:  | zz {NINE}", "d e f"]),
        # a whole sentence that is skipped is a gap; a part of one is not
        ("a b c d e f", "a b c. X y. D e f", ["a b c", "gap:  | x y", "d e f"]),
        ("a b c d e f", "a b c. X y d e f", ["a b c", "deleted:  | x y", "d e f"]),
        ("a b c d e f", "a b c x y. D e f", ["a b c", "deleted:  | x y", "d e f"]),
        ("a b c k d e f", "a b c. X y. D e f", ["a b c", "substituted: k | x y", "d e f"]),
        # going back is a gap
        ("h i j k l a b c d e", "a b c d e h i j k l", ["h i j k l", "gap:  |", "a b c d e"]),
        # marks of omission
        ("a b c … d e f", f"a b c {NINE} d e f", ["a b c", f"omitted:  | {NINE}", "d e f"]),
        ("a b c … d e f", "a b c. X y. D e f", ["a b c", "omitted:  | x y", "d e f"]),
        ("a b c … k d e f", "a b c x y d e f",
         ["a b c", "inserted: k |", "omitted:  | x y", "d e f"]),
        ("a b c … [k] d e f", "a b c x y d e f",
         ["a b c", "bracketed: k |", "omitted:  | x y", "d e f"]),
        ("a b c k … d e f", "a b c x y d e f",
         ["a b c", "inserted: k |", "omitted:  | x y", "d e f"]),
        # a bracket stands for up to six words
        ("a b c [k] d e f", f"a b c {SIX} d e f", ["a b c", f"bracketed: k | {SIX}", "d e f"]),
        ("a b c [k] d e f", f"a b c {SEVEN} d e f",
         ["a b c", f"substituted: k | {SEVEN}", "d e f"]),
        ("a b c [k] d e f", "a b c d e f", ["a b c", "bracketed: k |", "d e f"]),
        ("a b c [k] m d e f", "a b c x d e f", ["a b c", "substituted: k m | x", "d e f"]),
        # an attribution in between
        ("a b c d e f", "“A b c,” said X. “D e f.”", ["a b c", "interrupted:  | said x", "d e f"]),
        ("a b c k d e f", "“A b c,” said X. “D e f.”",
         ["a b c", "substituted: k | said x", "d e f"]),
        # at the edges as many words are compared, up to the end of a sentence or a quotation
        ("x y c d e", "m n o c d e", ["substituted: x y | n o", "c d e"]),
        ("x y c d e", "o c d e", ["substituted: x y | o", "c d e"]),
        ("x y c d e", "c d e", ["inserted: x y |", "c d e"]),
        ("x y c d e", "M n. C d e", ["inserted: x y |", "c d e"]),
        ("x y c d e", "m n “c d e", ["inserted: x y |", "c d e"]),
        ("[x] c d e", "m n c d e", ["bracketed: x | n", "c d e"]),
        ("c d e x y", "c d e m n o", ["c d e", "substituted: x y | m n"]),
        ("c d e x y", "c d e m", ["c d e", "substituted: x y | m"]),
        ("c d e x y", "c d e", ["c d e", "inserted: x y |"]),
        ("c d e x y", "c d e. M n", ["c d e", "inserted: x y |"]),
        ("c d e x y", "c d e” m n", ["c d e", "inserted: x y |"]),
        ("c d e [x]", "c d e m n", ["c d e", "bracketed: x | m"]),
        # moved words
        ("a b c d e x y f g h", "a b x y c d e f g h",
         ["a b", "moved:  | x y", "c d e", "moved: x y |", "f g h"]),
        ("a b c d e x y f g h", "a b x c d e f g h",
         ["a b", "deleted:  | x", "c d e", "inserted: x y |", "f g h"]),
        ("a b y d e x g h", "a b x d e y g h",
         ["a b", "moved: y | x", "d e", "moved: x | y", "g h"]),
        ("a b y d e x g h", "a b x d e z g h",
         ["a b", "substituted: y | x", "d e", "substituted: x | z", "g h"]),
        # letters in brackets
        ("a recogni[s]e b", "a recognize b", ["a", "bracketed: recognise | recognize", "b"]),
        ("a recogni[s]e b", "a recognise b", ["a recognise b"]),
    ],
)  # fmt: skip
def test_edits(claim: str, text: str, expected: list[str]) -> None:
    assert [edit.strip() for edit in edits_of(claim, text)] == [edit.strip() for edit in expected]


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("go[es] on", "x y going on", ["bracketed: goes | going", "on"]),
        ("on it go[es]", "x y on it going", ["on it", "bracketed: goes | going"]),
        ("a go[es] b go[es]", "x y a going b went",
         ["a", "bracketed: goes | going", "b", "bracketed: goes | went"]),
        ("go[es]", "x y goes", ["goes"]),
        ("a go[es] b c", "x y a going b c", ["a", "bracketed: goes | going", "b c"]),
    ],
)  # fmt: skip
def test_words_with_letters_in_brackets_are_edits_of_their_own(
    claim: str, text: str, expected: list[str]
) -> None:
    quotation, analysis = read_quotation(claim), Analysis(text)
    count = len(quotation.words)
    same = Edit(EditKind.SAME, 0, count, 2, count + 2)
    edits = list(split_at_letters(quotation, analysis, same))
    assert outline(quotation, analysis, edits) == expected
    assert all(edit.start - edit.first == edit.stop - edit.end == 2 for edit in edits)


def test_moved_words_are_the_same_words() -> None:
    moved, same = Edit(EditKind.MOVED, 0, 2, 5, 5), Edit(EditKind.SAME, 2, 3, 0, 1)
    inserted = Edit(EditKind.INSERTED, 3, 4, 1, 1)
    assert same_words([moved, same, inserted]) == [0, 1, 2]


@pytest.mark.parametrize(("lengths", "largest"), [((5, 2, 2), [0]), ((3, 2, 2), [1, 2])])
def test_the_largest_of_several_passages(lengths: tuple[int, ...], largest: list[int]) -> None:
    """The first block is one passage, the other two are another behind the gap at word 4."""
    words = (0, 4, 7)
    blocks = [Block(word, 10, length) for word, length in zip(words, lengths, strict=True)]
    edits = [Edit(EditKind.GAP, 4, 4, 20, 30), Edit(EditKind.DELETED, 7, 7, 40, 41)]
    assert largest_passage(blocks, edits) == [blocks[at] for at in largest]


@pytest.mark.parametrize(("text", "crosses"), [("a b. C d e", True), ("a b c. D", False)])
def test_an_omission_may_cross_the_end_of_a_sentence(text: str, crosses: bool) -> None:
    assert crosses_sentence(Analysis(text), Edit(EditKind.OMITTED, 1, 1, 1, 2)) is crosses
