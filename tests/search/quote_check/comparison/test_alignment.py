"""Which words of a quotation an article has, and where: (word, token, length) of equal blocks."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.alignment import (
    AlignmentInput,
    Block,
    align,
    closest_passage,
    join_blocks,
    windows,
    without_strays,
)
from onrecord.search.quote_check.quotation import read_quotation
from tests.search.quote_check.samples import equal_weights, filler, names

CORE = names(16, "c")  # the main passage
REST = names(20, "r")  # what comes after it in the quotation
FAR = filler(60)


def first(count: int, words: str = REST) -> str:
    return " ".join(words.split()[:count])


def last(count: int, words: str = REST) -> str:
    return " ".join(words.split()[-count:])


@pytest.mark.parametrize(
    ("claim", "text", "blocks"),
    [
        ("a b c d", "x a b c d y", [(0, 1, 4)]),
        ("a b c d", "x y", []),
        ("a b c d", "a b x d", [(0, 0, 2), (3, 3, 1)]),
        ("recogni[s]e it", "they recognize it", [(0, 1, 2)]),
        ("recogni[s]e it", "recognize it, recognise it", [(0, 2, 2)]),
        ("recogni[s]e it", "they saw it", [(1, 2, 1)]),
        # parts between omissions keep their order; the heaviest is placed first
        ("a b c … d e", "d e x a b c x d e", [(0, 3, 3), (3, 7, 2)]),
        ("d e … a b c", "d e x a b c x d e", [(0, 0, 2), (2, 3, 3)]),
        ("d e … a b c", "x a b c x d e", [(2, 1, 3)]),
        # what is close to the main passage belongs to it, up to three words away on either side
        (f"{CORE} a b d e f g", f"{CORE} x x x a b {FAR} a b d e f g",
         [(0, 0, 16), (16, 19, 2), (18, 83, 4)]),
        (f"{CORE} a b d e f g", f"{CORE} x x x x a b {FAR} a b d e f g",
         [(0, 0, 16), (16, 82, 6)]),
        (f"{CORE} x x x a b d e f g", f"{CORE} a b {FAR} a b d e f g",
         [(0, 0, 16), (19, 16, 2), (21, 80, 4)]),
        (f"{CORE} x x x x a b d e f g", f"{CORE} a b {FAR} a b d e f g",
         [(0, 0, 16), (20, 78, 6)]),
        (f"a b d e f g {CORE}", f"a b d e f g {FAR} f g x x x {CORE}",
         [(0, 0, 4), (4, 66, 2), (6, 71, 16)]),
        (f"a b d e f g {CORE}", f"a b d e f g {FAR} f g x x x x {CORE}",
         [(0, 0, 6), (6, 72, 16)]),
        # four missing words are looked for elsewhere, three are not
        (f"{CORE} a b d e", f"{CORE} {FAR} a b d e", [(0, 0, 16), (16, 76, 4)]),
        (f"{CORE} a b d", f"{CORE} {FAR} a b d", [(0, 0, 16)]),
        # at least six of ten of them must be there, three of them side by side
        (f"{CORE} {REST}", f"{CORE} {FAR} {first(12)}", [(0, 0, 16), (16, 76, 12)]),
        (f"{CORE} {REST}", f"{CORE} {FAR} {first(11)}", [(0, 0, 16)]),
        (f"{CORE} a b d e f", f"{CORE} {FAR} a b d x f", [(0, 0, 16), (16, 76, 3), (20, 80, 1)]),
        (f"{CORE} a b d e f", f"{CORE} {FAR} a b x e f", [(0, 0, 16)]),
        # and more than the main passage has
        (f"{CORE} {first(10)}", f"{CORE} x x x x {first(6)} {FAR} {last(7, first(10))}",
         [(0, 0, 16), (19, 86, 7)]),
        (f"{CORE} {first(10)}", f"{CORE} x x x x {first(6)} {FAR} {last(6, first(10))}",
         [(0, 0, 16), (16, 20, 6)]),
    ],
)  # fmt: skip
def test_blocks(claim: str, text: str, blocks: list[tuple[int, int, int]]) -> None:
    quotation = read_quotation(claim)
    found = align(quotation, Analysis(text), equal_weights(quotation))
    assert [(block.word, block.token, block.length) for block in found] == blocks


def source(words: str, text: str, **weights: float) -> AlignmentInput:
    known = dict.fromkeys(words.split(), 1.0) | weights
    return AlignmentInput(words.split(), text.split(), known)


SIX, TEN, TWENTY = (names(count) for count in (6, 10, 20))


def backwards(words: str) -> str:
    return " ".join(reversed(words.split()))


def rotated(words: str, count: int) -> str:
    """The same words with the last few in front."""
    return f"{last(count, words)} {first(len(words.split()) - count, words)}"


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        # three windows are aligned, not four
        (SIX, f"{backwards(SIX)} {FAR} {backwards(SIX)} {FAR} {SIX}", 6),
        (SIX, f"{backwards(SIX)} {FAR} {backwards(SIX)} {FAR} {backwards(SIX)} {FAR} {SIX}", 1),
        # with 19 of 20 words the first passage is good enough, with 18 it is not
        (TWENTY, f"{rotated(TWENTY, 1)} {FAR} {TWENTY}", 19),
        (TWENTY, f"{rotated(TWENTY, 2)} {FAR} {TWENTY}", 20),
        # a window with eight tenths of the words of the best is worth aligning, not with less
        (TEN, f"{backwards(TEN)} {FAR} {first(8, TEN)}", 8),
        (TEN, f"{backwards(TEN)} {FAR} {first(7, TEN)}", 1),
        # of a word that is repeated, only as many count as are wanted
        ("a b d e", f"a a a a {FAR} a b d x", 3),
        ("a a b b", f"a b x x {FAR} a a b x", 3),
    ],
)
def test_closest_passage(words: str, text: str, expected: int) -> None:
    part = (0, len(words.split()))
    blocks = closest_passage(source(words, text), part, 0, None)
    assert sum(block.length for block in blocks) == expected


@pytest.mark.parametrize(("gap", "token"), [(9, 0), (10, 81)])
def test_ten_words_in_between_outweigh_a_word_of_weight_0_19(gap: int, token: int) -> None:
    words = f"a b d e f light g h i j k {names(5, 'missing')}"
    text = f"a b d e f light {filler(gap)} g h i j k {FAR} {filler(10 - gap)} a b d e f g h i j k"
    blocks = closest_passage(source(words, text, light=0.19), (0, 16), 0, None)
    assert blocks[0].token == token


@pytest.mark.parametrize(("low", "high", "token"), [(0, None, 0), (1, None, 6), (0, 8, 0)])
def test_the_closest_passage_within_bounds(low: int, high: int | None, token: int) -> None:
    text = "a b d x x x a b d"
    (block,) = closest_passage(source("a b d", text), (0, 3), low, high)
    assert (block.token, block.length) == (token, 3)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (f"a {filler(6)} b", [(0, 8, 2.0)]),  # a window has six words more than the quotation
        (f"a {filler(7)} b", [(0, 1, 1.0), (8, 9, 1.0)]),
        ("a x a b", [(0, 4, 2.0)]),  # the words of a window are its own
        (f"a x b {FAR} a b", [(0, 3, 2.0), (63, 65, 2.0)]),
        (" ".join(["a"] * 1_999 + ["b"]), [(1_992, 2_000, 2.0)]),
        (" ".join(["a"] * 2_000 + ["b"]), [(2_000, 2_001, 1.0)]),  # the rarer one
    ],
)
def test_windows(tokens: str, expected: list[tuple[int, int, float]]) -> None:
    found = windows(["a", "b"], tokens.split(), {"a": 1.0, "b": 1.0}, 0, None)
    first_ones = [(w.start, w.stop, w.weight) for w, _ in zip(found, expected, strict=False)]
    assert first_ones == expected


def test_windows_within_bounds() -> None:
    (only,) = windows(["a", "b"], ["a", "a", "b", "b"], {"a": 1.0, "b": 1.0}, 1, 3)
    assert (only.start, only.stop) == (1, 3)


def test_of_equal_passages_the_first_is_taken() -> None:
    blocks = closest_passage(source("a b d q", f"x a b d {FAR} a b d"), (0, 4), 0, None)
    assert blocks[0].token == 1


def test_a_word_alone_is_found_however_often_it_occurs() -> None:
    tokens = ["a"] * 2_001
    assert next(windows(["a"], tokens, {"a": 1.0}, 0, None)).weight == 1.0


@pytest.mark.parametrize(
    ("lengths", "gap", "kept"),
    [
        ((1, 5), 9, 2),  # a word of weight 1 reaches over nine words
        ((1, 5), 10, 1),
        ((2, 5), 18, 2),
        ((2, 5), 19, 1),
        ((3, 5), 99, 2),  # three words side by side are no stray
        ((5, 1), 9, 2),
        ((5, 1), 10, 1),
        ((5, 3), 99, 2),
        ((1,), 99, 1),
    ],
)
def test_stray_words_at_the_edges(lengths: tuple[int, ...], gap: int, kept: int) -> None:
    blocks, word, token = [], 0, 0
    for length in lengths:
        blocks.append(Block(word, token, length))
        word, token = word + length, token + length + gap
    assert len(without_strays(blocks, source(names(9), ""))) == kept


@pytest.mark.parametrize(
    ("blocks", "tokens", "expected"),
    [
        ([(0, 0, 1), (1, 3, 1)], "a b x b", [(0, 0, 2)]),
        ([(0, 0, 1), (1, 3, 1)], "a x a b", [(0, 2, 2)]),
        ([(0, 0, 1), (1, 3, 1)], "a x x b", [(0, 0, 1), (1, 3, 1)]),
        ([(0, 0, 1), (2, 3, 1)], "a d x d", [(0, 0, 1), (2, 3, 1)]),  # b is in between
        ([(0, 0, 1), (2, 1, 1), (3, 4, 1)], "a d x d e", [(0, 0, 1), (2, 3, 2)]),
        ([(0, 0, 3), (4, 3, 1), (5, 5, 1)], "a b d e x f", [(0, 0, 3), (4, 3, 1), (5, 5, 1)]),
        ([(0, 0, 1), (2, 1, 2), (4, 4, 1)], "a d d x e", [(0, 0, 1), (2, 1, 2), (4, 4, 1)]),
    ],
)
def test_neighbours_in_the_quotation_are_joined_where_the_article_allows_it(
    blocks: list[tuple[int, int, int]], tokens: str, expected: list[tuple[int, int, int]]
) -> None:
    joined = join_blocks([Block(*block) for block in blocks], tokens.split())
    assert [(block.word, block.token, block.length) for block in joined] == expected
