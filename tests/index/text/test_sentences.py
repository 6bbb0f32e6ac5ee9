"""Where sentences end; first sentences and titles are tested with the metadata they serve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.text.sentences import last_sentence_ends, sentence_ends


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
