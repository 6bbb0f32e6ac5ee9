"""Markdown to paragraphs: marks go, words stay, broken sentences are whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.markdown import paragraphs

LONG = "the only candidate who has spoken out on the need"

CLEANED = [
    ("a [link](#) and [one](https://example.org/a_(b)) more", ["a link and one more"]),
    ("[he](said something)", ["[he](said something)"]),
    ("a citation [1] stays", ["a citation [1] stays"]),
    ("![a chart](c.png)", ["a chart"]),
    ("<https://example.org/x>", ["https://example.org/x"]),
    (
        "**bold**, *italic*, ***both***, `code`, __b__ and _i_",
        ["bold, italic, both, code, b and i"],
    ),
    ("**‘Q’**, she said: “*so*” (**now**).", ["‘Q’, she said: “so” (now)."]),
    ("**a *b* c**", ["a b c"]),
    (
        "5 * 3 * 2, snake_case_name, f**k, s***, 2*3*4",
        ["5 * 3 * 2, snake_case_name, f**k, s***, 2*3*4"],
    ),
    (r"\*not italic\*", ["*not italic*"]),
    ("## **A heading** ##\ntext", ["A heading", "text"]),
    ("#hashtag", ["#hashtag"]),
    ("A heading\n=========\n\ntext", ["A heading", "text"]),
    ("one\n\n* * *\n\ntwo", ["one", "two"]),
    ("> quoted\n> more", ["quoted\nmore"]),
    ("a\tb\n\n\tc", ["a   b", "c"]),  # a tab stop every four columns
    ("- one\n- two\n* three\n1. four", ["one", "two", "three", "1. four"]),
]
JOINED = [
    # a page break in the middle of a sentence
    (f"{LONG}\n\nfor an end.", [f"{LONG} for an end."]),
    (f"{LONG}\n\n[for](#) an end.", [f"{LONG} for an end."]),
    (f"{LONG}\n\n\n\nof one thing\n\nand another.", [f"{LONG} of one thing and another."]),
    # but not what is whole, or not a sentence
    (f"{LONG}.\n\nfor an end", [f"{LONG}.", "for an end"]),
    (f"{LONG}\n\nFor an end", [LONG, "For an end"]),
    (f"{LONG}:\n\nfor an end", [f"{LONG}:", "for an end"]),
    (f"“{LONG}”\n\nfor an end", [f"“{LONG}”", "for an end"]),
    (f"# {LONG}\n\nfor an end", [LONG, "for an end"]),
    (f"- {LONG}\n\nfor an end", [LONG, "for an end"]),
    (f"{LONG}\n\n- for an end", [LONG, "for an end"]),
    ("apples\n\npears", ["apples", "pears"]),
    ("x" * 40 + "\n\nand more", ["x" * 40 + " and more"]),
    ("x" * 39 + "\n\nand more", ["x" * 39, "and more"]),  # too short for half a sentence
    (f"{LONG}\n\nof it\n\nand more", [f"{LONG} of it and more"]),  # but not once it goes on
]
WRAPPED = [
    # lines broken by a mailer, where the next word did not fit
    (
        "It was the best of times, as people would say,\nIt was the worst of times.",
        ["It was the best of times, as people would say, It was the worst of times."],
    ),
    # lines of verse or an address, where it would have
    ("Roses are red,\nViolets are blue", ["Roses are red,\nViolets are blue"]),
    (
        "The Example Post\nThe Editor, Example Towers, East Wing\nSometown, 1 Main Street\nEnd",
        ["The Example Post\nThe Editor, Example Towers, East Wing\nSometown, 1 Main Street\nEnd"],
    ),
    # a line of 40 characters may be wrapped, one of 39 is not, unless in mid-sentence
    ("X" * 36 + " yes\nAnother", ["X" * 36 + " yes Another"]),
    ("X" * 35 + " yes\nAnother", ["X" * 35 + " yes\nAnother"]),
    ("X" * 96 + " yes\nAnother", ["X" * 96 + " yes Another"]),
    ("X" * 97 + " yes\nAnother", ["X" * 97 + " yes", "Another"]),
    # lines that are paragraphs, as they are too long to be wrapped
    ("A" * 120 + ".\n" + "B" * 130 + ".", ["A" * 120 + ".", "B" * 130 + "."]),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED + JOINED + WRAPPED)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [part.text for part in paragraphs(text)] == expected


@given(st.text(alphabet="ab *_[]()<>#-=`~>\\!\n\t1.ü", max_size=200))
def test_any_text_has_paragraphs_without_empty_ones(text: str) -> None:
    assert all(part.text.strip() for part in paragraphs(text))


@pytest.mark.parametrize(
    "piece",
    ["*a ", "[a](", "[", "**", "a\n", "# ", "- ", "<http://", "> ", " ", "x\n\ny", '[a](a "'],
)
def test_time_grows_with_length_only(piece: str) -> None:
    paragraphs(piece * (100_000 // len(piece)))  # a test that hangs here has met a slow pattern
