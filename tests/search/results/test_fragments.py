"""Which fragments of a text are shown: sentences, in order, few, and of bounded length."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest

from onrecord.search.results.highlighter import MAX_FRAGMENT_CHARS, MAX_FRAGMENTS
from tests.search.shown import hit, marked, shown

FILLER = "Nothing of note was reported here. " * 30
LONG = "word " * 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two noon three! Four.", "Two [noon] three!"),
        (FILLER + "Two noon three. Four." + FILLER, "Two [noon] three."),
        (FILLER + "He asked: “Is it noon?” Yes." + FILLER, "He asked: “Is it [noon]?”"),
        (FILLER + "J. F. Noon came. Yes." + FILLER, "J. F. [Noon] came."),
        (FILLER + "\n\nNoon in May\n\n" + FILLER, "[Noon] in May"),
        (FILLER + "正午。Noon です。はい。" + FILLER, "[Noon] です。"),
    ],
)
def test_whole_sentences(text: str, expected: str) -> None:
    (fragment,) = shown("noon", text)
    assert expected in fragment
    assert len(fragment) <= MAX_FRAGMENT_CHARS + 2
    assert not fragment.startswith(" ")


def test_a_sentence_too_long_is_cut_at_words() -> None:
    (fragment,) = hit("noon", LONG + "noon " + LONG).snippets
    assert set(fragment.text.split(" ")) == {"word", "noon"}
    assert len(fragment.text) <= MAX_FRAGMENT_CHARS


@pytest.mark.parametrize("filler", ["x\u0301", "日", "ก็", "👍🏽", "\u0301", "\n", "。"])
def test_a_text_without_spaces_is_cut_between_characters(filler: str) -> None:
    (fragment,) = hit("noon", filler * 500 + " noon " + filler * 500).snippets
    assert "[noon]" in marked(fragment)
    assert len(fragment.text) <= MAX_FRAGMENT_CHARS
    assert filler == "\u0301" or not unicodedata.combining(fragment.text[0])


def test_words_far_apart_are_shown_in_fragments_in_order() -> None:
    text = f"Noon came. {FILLER}Putin left. {FILLER}Troops stayed."
    expected = ["[Noon] came.", "[Putin] left.", "[Troops] stayed."]
    for one, sentence in zip(shown("troops noon putin", text), expected, strict=True):
        assert sentence in one


def test_the_fragment_with_most_words_of_the_query_comes_first_of_all() -> None:
    text = f"{('Noon. ' + FILLER) * 9} Noon and Putin and troops. {('Putin. ' + FILLER) * 9}"
    assert any(
        "[Noon] and [Putin] and [troops]." in one for one in shown("noon putin troops", text)
    )


@pytest.mark.parametrize("words", [5, 10, 20, 40, 80])
def test_fragments_do_not_overlap(words: int) -> None:
    snippets = hit("noon", ("word " * words + "noon ") * 40).snippets
    assert len(snippets) == MAX_FRAGMENTS
    for one, other in pairwise(snippets):
        assert one.highlights
        assert one.start + len(one.text) <= other.start


@pytest.mark.parametrize("words", [60, 300])
def test_a_quotation_longer_than_a_fragment_is_marked_whole(words: int) -> None:
    quotation = " ".join(f"word{n}" for n in range(words))
    (fragment,) = shown(f'"{quotation}"', FILLER + f"He said {quotation}, twice. " + FILLER)
    assert f"[{quotation}]" in fragment


def test_matches_that_overlap_without_end_are_marked() -> None:
    snippets = hit('"war war"', "war " * 1000).snippets
    assert all(snippet.highlights for snippet in snippets)


def test_a_long_title_is_shown_around_its_match() -> None:
    (fragment,) = hit("title:noon", "", title=LONG * 3 + "noon " + LONG).snippets
    assert "[noon]" in marked(fragment)
    assert len(fragment.text) <= MAX_FRAGMENT_CHARS


def very_long(size: int) -> list[str]:
    return [
        "noon against Putin. " * (size // 20),  # a match in every sentence
        FILLER * (size // 1_000) + "Then noon against Putin.",  # one match, at the end
        "noon against Putin " * (size // 40),  # in one sentence
        "x" * (size // 2) + " noon against Putin " + "x" * (size // 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *very_long(50_000),
        *(pytest.param(text, marks=pytest.mark.slow) for text in very_long(2_000_000)),
    ],
    ids=range(8),
)
@pytest.mark.parametrize("query", ['"noon against putin"', "noon putin", '"noon putin"~3', "no?n"])
def test_very_long_articles(query: str, text: str) -> None:
    snippets = hit(query, text).snippets
    assert 1 <= len(snippets) <= MAX_FRAGMENTS
    for snippet in snippets:
        assert snippet.highlights
        assert len(snippet.text) <= MAX_FRAGMENT_CHARS + 2
        assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
