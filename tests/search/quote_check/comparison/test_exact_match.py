"""Where a quotation matches exactly, with other words only where its marks allow them."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.comparison.exact_match import (
    match_literally,
    match_with_marks,
    runs_of,
)
from onrecord.search.quote_check.quotation import read_quotation
from tests.search.quote_check.samples import filler, outline


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("a b c", [(0, 3, None)]),
        ("a b … c", [(0, 2, None), (2, 3, None)]),
        ("a b [x y] c", [(0, 2, None), (4, 5, 6)]),
        ("[x] a b", [(1, 3, None)]),
        ("a b [x]", [(0, 2, None)]),
        ("a [x] … b", [(0, 1, None), (2, 3, None)]),
        ("a … [x] b", [(0, 1, None), (2, 3, None)]),
        ("a [x] b … c", [(0, 1, None), (2, 3, 6), (3, 4, None)]),
        ("a go[es] b", [(0, 3, None)]),
    ],
)
def test_runs(claim: str, expected: list[tuple[int, int, int | None]]) -> None:
    assert [(r.first, r.end, r.max_gap) for r in runs_of(read_quotation(claim))] == expected


@pytest.mark.parametrize(
    ("claim", "text", "starts"),
    [
        ("a b", "a b x a b", [0, 3]),
        ("a b", "a x b", []),
        ("the dogs' home", "the dogs’ home, the dogs home", [0, 3]),  # at the edge of a word
        ("don't go", "don’t go, dont go, don t go", [0]),
        ("a [x] b", "a x b", [0]),  # the article has the words in brackets too
        ("go[es] on", "go on going on", [0, 2]),
        ("it go[es] on", "it goes on, it goes", [0]),
        ("recogni[s]e", "recognise recognize", [0, 1]),
    ],
)
def test_literal_matches(claim: str, text: str, starts: list[int]) -> None:
    quotation = read_quotation(claim)
    count = len(quotation.words)
    matches = list(match_literally(quotation, Analysis(text)))
    assert [edits[0].start for edits in matches] == starts
    assert all(
        (edit.first, edit.end, edit.stop) == (0, count, edit.start + count) for (edit,) in matches
    )


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("a … b", "a x y b", ["a, omitted:  | x y, b"]),
        ("a … b", "a b", ["a, b"]),
        ("a … b", "b a", []),
        ("a … b", f"a {filler(500)} b", [f"a, omitted:  | {filler(500)}, b"]),
        # a bracket stands for up to six words, also none
        ("a [x] b", f"a {filler(6)} b", [f"a, bracketed: x | {filler(6)}, b"]),
        ("a [x] b", f"a {filler(7)} b", []),
        ("a [x] b", "a b", ["a, bracketed: x | , b"]),
        ("[x] a b", "y a b", ["bracketed: x | , a b"]),
        ("a b [x]", "a b y", ["a b, bracketed: x |"]),
        ("a [x] … b", "a y y y y y y y b", ["a, bracketed: x | y y y y y y y, b"]),
        ("a go[es] b", "a going b", ["a, bracketed: goes | going, b"]),
        # of several matches that end together the tightest counts
        ("a … b", "a a b a b", ["a, b", "a, b"]),
        ("a … b", "a x a x b", ["a, omitted:  | x, b"]),
        # each run as early as the rest can follow it
        ("a … b [x] c", "a b b y c", ["a, b, bracketed: x | b y, c"]),
        ("a … b [x] c", f"a b {filler(7)} b c",
         [f"a, omitted:  | b {filler(7)}, b, bracketed: x | , c"]),
        ("a [x] b [x] c", f"a b y b {filler(6)} c",
         [f"a, bracketed: x | b y, b, bracketed: x | {filler(6)}, c"]),
        ("a b … b c", "a b c", []),  # a word cannot stand for two
    ],
)  # fmt: skip
def test_matches_with_marks(claim: str, text: str, expected: list[str]) -> None:
    quotation, analysis = read_quotation(claim), Analysis(text)
    matches = match_with_marks(quotation, analysis)
    lines = [", ".join(outline(quotation, analysis, edits)).strip() for edits in matches]
    assert lines == expected


def test_many_brackets_against_a_repetitive_text_take_no_time() -> None:
    claim = "a [x] " * 400 + "b"
    text = "a " * 2_000 + filler(20) + " b"
    assert list(match_with_marks(read_quotation(claim), Analysis(text))) == []
