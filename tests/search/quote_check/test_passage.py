"""What is shown of a passage."""

from __future__ import annotations

import pytest

from onrecord.index.analysis.analyzer import Analysis
from onrecord.search.quote_check.models import Passage
from tests.search.quote_check.samples import first_passage


@pytest.mark.parametrize(
    ("text", "claim", "exact"),
    [
        ("We go. Now!", "We go", True),
        ("We go. Now!", "“We go”", True),
        ("We go. Now!", " 'We go.' ", True),
        ("We go. Now!", "We go!", False),
        ("We go. Now!", "we go", False),
        ("We go. Now!", "We  go", False),
        ("We go. Now!", "We go. Now!", True),
        ("We go. Now!", "(We go", False),
        ("So (we go) now", "(we go)", True),
        ("So we go", "“(we go”", False),
        ("we go", "(we go", False),
        # an apostrophe is a character, even if all are one word for word
        ("We don’t go.", "We don’t go", True),
        ("We don’t go.", "We don't go", False),
        ("the dogs’ home", "the dogs’ home", True),
        ("the dogs’ home", "the dogs' home", False),
        ("the dogs’ home", "the dogs home", False),
        ("the dogs home", "the dogs' home", False),
    ],
)
def test_exact_characters(text: str, claim: str, exact: bool) -> None:
    found = first_passage(text, claim)
    assert (found.verdict.value, found.exact_characters) == ("verbatim", exact)


def test_an_abridged_passage_has_no_exact_characters() -> None:
    assert not first_passage("we go x now", "we go … now").exact_characters


@pytest.mark.parametrize(
    ("gap", "shown"),
    [
        (300, f"The river rose{' ' * 300}at noon"),
        (301, "The river rose […] at noon"),
    ],
)
def test_gaps_of_more_than_300_characters_are_elided(gap: int, shown: str) -> None:
    """Spaces make a gap that no words are in."""
    text = f"The river rose{' ' * (gap - 2)}y at noon"
    found = first_passage(text, "The river rose … at noon").text
    assert found.replace("y", " ") == shown


def test_long_skipped_text_is_shortened_in_the_comparison() -> None:
    words = [f"word{number:04}" for number in range(40)]
    for count, is_whole in ((33, True), (34, False)):  # 33 words have 296 characters
        skipped = " ".join(words[:count])
        segments = first_passage(f"a b {skipped} c d", "a b … c d").comparison
        assert [segment.kind for segment in segments] == ["same", "omitted", "same"]
        assert (segments[1].found == skipped) is is_whole
    assert segments[1].found == f"{' '.join(words[:16])} […] {' '.join(words[18:34])}"


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("a b c d e h i j k l", "h i j k l a b c d e", "h i j k l […] a b c d e"),  # jumps back
        ("x a b, c y", "a b c", "a b, c"),
        ("b c d e f g h", "x b c d e f", "b c d e f"),
        ("b c d e f g h", "b c d x e f", "b c d e f"),
        ("“A b c,” said X. “D e f.”", "a b c d e f", "A b c,” said X. “D e f"),
    ],
)
def test_text(text: str, claim: str, expected: str) -> None:
    assert first_passage(text, claim).text == expected


def test_the_segments_make_up_both_sides() -> None:
    found = first_passage("So we never go home now.", "“We go home, then.”")
    assert [(s.kind, s.claimed, s.found, s.affects) for s in found.comparison] == [
        ("same", "“We ", "we", ()),
        ("deleted", "", "never", ("negation",)),
        ("same", "go home, ", "go home", ()),
        ("substituted", "then.”", "now", ()),
    ]
    assert found.same_words == 3


def test_a_first_word_that_was_inserted_is_opposite_nothing() -> None:
    first, *_ = first_passage("b c d e f g h", "x b c d e f").comparison
    assert (first.kind, first.claimed, first.found) == ("inserted", "x ", "")


@pytest.mark.parametrize(
    ("text", "claim", "quoted", "attribution"),
    [
        ("“We shall stay here,” said Lee. Rain.", "We shall stay", True, "said Lee"),
        ("Lee said: “A b.” “We stay,” he wept.", "a b we stay", True, "Lee said:"),
        ("“We shall stay,” said Lee. The town goes.", "The town goes", False, None),
        ("“We stay,” said Lee. We go.", "stay said Lee", False, None),
        ("So “we shall stay” it is.", "we shall stay", True, None),
        ("Lee said that we stay.", "we stay", False, None),
        ("Said Lee “we” stay.", "we stay", False, None),
    ],
)
def test_who_said_it(text: str, claim: str, quoted: bool, attribution: str | None) -> None:
    found = first_passage(text, claim)
    assert (found.quoted, found.attribution) == (quoted, attribution)


def truncated(found: Passage) -> str:
    return " ".join(found.truncated.words) if found.truncated else ""


def test_only_faithful_passages_are_truncated() -> None:
    text = "We will go, but not now."
    assert truncated(first_passage(text, "We will go")) == "but not"
    assert truncated(first_passage(text, "We … go")) == "but not"
    assert truncated(first_passage(text, "We may go, but")) == ""


def test_the_context_of_a_passage() -> None:
    text = "It rained. Then, at last, the river rose by a metre. Mr. Lee left. Bo stayed."
    found = first_passage(text, "the river rose")
    assert (found.before, found.lead) == ("It rained.", "Then, at last, ")
    assert (found.text, found.rest, found.after) == (
        "the river rose",
        " by a metre.",
        "Mr. Lee left.",
    )
    assert text[found.start : found.end] == found.text
    assert Analysis(found.text).tokens == ["the", "river", "rose"]
