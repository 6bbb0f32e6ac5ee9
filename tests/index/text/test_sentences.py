"""Where sentences end, first sentences, and titles made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.sentences import (
    MAX_TITLE_LENGTH,
    first_sentence,
    last_sentence_ends,
    sentence_ends,
    title_from,
)


@pytest.mark.parametrize(
    "marked",  # | stands where a sentence ends
    [
        "It rained.| The river rose.",
        "“It rained.”| The river rose.",
        "Did it rain?| Yes!| “Much.”| More came.",
        "Mr. Lee and J. Bo of the U.S. Navy left.| They slept.",
        "It rose by 1.5 metres.| Then it fell.",
        "It rained, etc. and the river rose.",
        "A line\nbroken.| Another.",
        "A headline|\n\nIt rained.",
        "雨が降った。|川が増水した。|",
        "Шел дождь.| Река поднялась.",
    ],
)
def test_sentence_ends(marked: str) -> None:
    text = marked.replace("|", "")
    ends, at = [], -1
    for number in range(marked.count("|")):
        at = marked.index("|", at + 1)
        ends.append(at - number)
    assert list(sentence_ends(text, 0, len(text))) == ends


def test_only_a_stretch_is_looked_at() -> None:
    assert list(sentence_ends("One. Two. Three. Four.", 5, 18)) == [9, 16]


@given(
    st.lists(st.sampled_from(["It rained. ", "“No!” ", "...", "\n", " \n\n", "a " * 90])).map(
        "".join
    ),
    st.data(),
)
def test_the_last_ends_are_those_of_all(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    count = data.draw(st.integers(1, 3))
    assert (
        last_sentence_ends(text, start, stop, count)
        == list(sentence_ends(text, start, stop))[-count:]
    )


@pytest.mark.parametrize(
    ("text", "count", "ends"),
    [
        ("It rained. X" + " x" * 300, 1, [10]),  # far from the stop
        ("It rained. " + "X " * 90 + "Then. It ended. So", 2, [196, 206]),
        ("One. Two. X" + " x" * 300, 2, [4, 9]),
        ("A" + "\n" * 4 + "x" * 198, 1, [1]),  # what is looked at begins within the line breaks
    ],
)
def test_the_last_ends_of_long_sentences(text: str, count: int, ends: list[int]) -> None:
    assert last_sentence_ends(text, 0, len(text), count) == ends


SENTENCES = [
    ("He met Mr. J. Smith there. They spoke.", "He met Mr. J. Smith there."),
    ("The U.S. Senate voted. It passed.", "The U.S. Senate voted."),
    ("“Is it so?” he asked. No.", "“Is it so?” he asked."),
    ("It rose 1.5 percent. Then fell.", "It rose 1.5 percent."),
    ("One line\nanother", "One line"),
    ("他说。你听。", "他说。"),
    ("  Leading space. More", "Leading space."),
    ("A  run of   spaces", "A run of spaces"),
    ("No. 5 stays. Next.", "No. 5 stays."),
    ("It was Prof. Lee who left. Next.", "It was Prof. Lee who left."),
    ("It was my Prof. Next.", "It was my Prof. Next."),
    ("It was the Profs. Next.", "It was the Profs."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


WORD = "word "
TITLES = [  # (text, title)
    ("Short. More.", "Short."),
    ("x" * MAX_TITLE_LENGTH, "x" * MAX_TITLE_LENGTH),
    ("x" * (MAX_TITLE_LENGTH + 1), "x" * (MAX_TITLE_LENGTH - 1) + "…"),
    (WORD * 24, (WORD * 24).strip()),  # 119 characters
    (WORD * 25, (WORD * 24).strip() + "…"),
    ("x" * 110 + ", " + "y" * 20, "x" * 110 + "…"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_titles(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_sentence_is_not_sought_beyond_eight_titles() -> None:
    assert first_sentence("x " * 600 + ".") == " ".join("x" * (4 * MAX_TITLE_LENGTH))


@given(st.text())
def test_a_title_is_never_too_long(text: str) -> None:
    assert len(title_from(text)) <= 120
