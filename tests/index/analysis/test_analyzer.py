"""Tokens in two layers, and where they stand in the text they were made from."""

from __future__ import annotations

from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import Analysis, stem, stems, tokenize, word_bounds
from onrecord.index.analysis.folding import fold
from onrecord.index.analysis.stemming import SNOWBALL, stem_cache
from onrecord.index.analysis.substring_search import MAX_TOKEN_LENGTH
from tests.index.awkward import any_texts, english, texts

LAYERS = [  # (text, exact layer, stem layer as English)
    ("To be, or not to be", "to be or not to be", "to be or not to be"),  # no stop words
    ("Elections elected the electors", "elections elected the electors", "elect elect the elector"),
    ("don't Putin’s", "don't putin's", "don't putin"),
    # digit groups
    ("1,000 12,345,678 1000", "1000 12345678 1000", "1000 12345678 1000"),
    ("1,000.50 $1,000, (1,000).", "1000.50 1000 1000", "1000.50 1000 1000"),
    ("१,००० １２,３４５", "1000 12345", "1000 12345"),
    ("2019,300 ,100 1,00 1,0000", "2019 300 100 1 00 1 0000", "2019 300 100 1 00 1 0000"),
    ("1,000,00 x1,000 1,000x", "1 000 00 x1 000 1000x", "1 000 00 x1 000 1000x"),
    ("1,000-2,000 1,000/2,000", "1000 2000 1000 2000", "1000 2000 1000 2000"),
    ("1.000.000 1 000", "1.000.000 1 000", "1.000.000 1 000"),
    # decimals
    ("19.5 3.5% .5 5. 19.5.2024", "19.5 3.5 5 5 19.5.2024", "19.5 3.5 5 5 19.5.2024"),
    # acronyms
    ("U.S. u.s US U. S.", "u.s u.s us u s", "us us us u s"),
    ("U.S.A., e.g. a.b.c", "u.s.a e.g a.b.c", "usa eg abc"),
    ("example.org end.Next a..b", "example org end next a b", "exampl org end next a b"),
    ("J.R.R.Tolkien", "j.r.r tolkien", "jrr tolkien"),
    # scripts without spaces: each character, with its marks, is a token
    ("東京都が かさ", "東 京 都 が か さ", "東 京 都 が か さ"),
    ("ไทย ที่นี่", "ไ ท ย ที่ นี่", "ไ ท ย ที่ นี่"),
    ("ລາວ ကို ខ្មែរ", "ລ າ ວ ကို ខ្ មែ រ", "ລ າ ວ ကို ខ្ មែ រ"),
    ("約1,000人が19.5万", "約 1000 人 が 19.5 万", "約 1000 人 が 19.5 万"),  # was 1 000
    ("在U.S.的Putin说", "在 u.s 的 putin 说", "在 us 的 putin 说"),  # was u s
    ("的‘Putin’说‘你好’吧", "的 putin 说 你 好 吧", "的 putin 说 你 好 吧"),  # was 'putin, '
    # scripts with spaces, without case
    ("한국은 انتخابات हिन्दी", "한국은 انتخابات हिन्दी", "한국은 انتخابات हिन्दी"),
]
SPANS = [  # (text, first, last, the stretch)
    ("He said: “Do the right thing.”", 2, 5, "Do the right thing"),
    ("the cafe\u0301 re\u00adopened", 1, 1, "cafe\u0301"),
    ("the cafe\u0301 re\u00adopened", 2, 2, "re\u00adopened"),
    ("of\ufb01ce", 0, 0, "of\ufb01ce"),
    ("about 12,345,678 people", 1, 2, "12,345,678 people"),
    ("U.S. officials", 0, 0, "U.S"),
    ("5½ times", 1, 2, "½"),
    ("選挙の結果", 1, 2, "挙の"),
    ("😀 Ｆｕｌｌ 😀", 0, 0, "Ｆｕｌｌ"),
    ("a " + "x" * 300 + " b", 1, 1, "x" * 300),
]


@pytest.mark.parametrize(("text", "exact", "stemmed"), LAYERS)
def test_layers(text: str, exact: str, stemmed: str) -> None:
    tokens = tokenize(text)
    assert tokens == exact.split()
    assert stem(tokens, "en") == stemmed.split()


@pytest.mark.parametrize(("text", "first", "last", "stretch"), SPANS)
def test_the_stretch_of_tokens(text: str, first: int, last: int, stretch: str) -> None:
    start, end = Analysis(text).span(first, last)
    assert text[start:end] == stretch


@pytest.mark.parametrize("letter", ["x", "é", "한"])
def test_a_token_is_cut_where_it_gets_too_long_for_an_engine(letter: str) -> None:
    long, longest = letter * 300, letter * MAX_TOKEN_LENGTH
    cut = tokenize(longest)[0]
    assert tokenize(f"a {long} {longest} b") == ["a", cut, cut, "b"]
    assert Analysis(f"a {long} b").phrase_spans((cut,)) is None


def test_stems_of_several_languages() -> None:
    assert stems("wahlen", ["en", "de", None]) == {"wahlen", "wahl"}
    assert stems("wahlen", []) == frozenset()


@given(texts, st.sampled_from((None, "xx", *SNOWBALL)))
def test_both_layers_have_the_same_positions(text: str, language: str | None) -> None:
    tokens = tokenize(text)
    stemmed = stem(tokens, language)
    assert len(stemmed) == len(tokens)
    assert all(one and " " not in one for one in (*tokens, *stemmed))


@given(any_texts)
def test_each_token_is_found_again_in_its_stretch_of_the_text(text: str) -> None:
    _check_spans(text)


@given(any_texts, st.integers(0, 40), any_texts)
def test_each_token_is_found_again_in_a_long_text(head: str, middle: int, tail: str) -> None:
    _check_spans(head + " né à “Paris” 1,000 fois " * middle + tail)


@given(texts)
def test_stretches_do_not_go_back(text: str) -> None:
    analysis = Analysis(text)
    spans = [analysis.span(n, n) for n in range(len(analysis.tokens))]
    assert spans == sorted(spans)


@given(st.one_of(english, texts), st.data())
def test_looking_at_the_text_finds_what_the_tokens_say(text: str, data: st.DataObject) -> None:
    analysis = Analysis(text)
    words = data.draw(st.lists(_word_of(analysis), min_size=1, max_size=3).map(tuple))
    starts = _places(analysis.tokens, words)
    spans = [analysis.span(at, at + len(words) - 1) for at in starts]
    assert analysis.phrase_spans(words) in (spans, None)
    assert analysis.phrase_positions(words) == starts
    assert [analysis.span(at, at + len(words) - 1) for at in starts] == spans


@given(english)
def test_english_is_looked_at_not_cut(text: str) -> None:
    assert Analysis(text, "en").phrase_spans(("war",)) is not None


@given(
    st.one_of(english, texts),
    st.sampled_from((None, "en", "de", "fr", "ar")),
    st.booleans(),
    st.data(),
)
def test_positions_of_terms(
    text: str, language: str | None, stemmed: bool, data: st.DataObject
) -> None:
    analysis = Analysis(text, language)
    layer = stem(analysis.tokens, language) if stemmed else analysis.tokens
    terms = data.draw(st.lists(_word_of(analysis, layer), max_size=10, unique=True))
    places = [at for at, term in enumerate(layer) if term in terms]
    assert analysis.positions(terms, stemmed=stemmed) == places
    words = analysis.word_spans(terms, stemmed=stemmed)
    if words is not None:
        assert sorted(words, key=itemgetter(1)) == [
            (analysis.tokens[at], *analysis.span(at, at)) for at in places
        ]


POSITIONS = [  # (text, terms of the exact layer, positions; terms of the stem layer, positions)
    ("elected elect election", "elect", [1], "elect", [0, 1, 2]),
    ("東 elected elect election", "elect", [2], "elect", [1, 2, 3]),  # not searchable as a whole
    ("war wars the war", "war the", [0, 2, 3], "war the", [0, 1, 2, 3]),
    ("戦 war wars the war", "war the", [1, 3, 4], "war the", [1, 2, 3, 4]),
    ("elected", "elects", [], "elected", []),
    ("東 elected", "elects", [], "elected", []),
]


@pytest.mark.parametrize(("text", "exact", "exact_at", "stems", "stems_at"), POSITIONS)
def test_positions_in_each_layer(
    text: str, exact: str, exact_at: list[int], stems: str, stems_at: list[int]
) -> None:
    analysis = Analysis(text, "en")
    assert analysis.positions(exact.split(), stemmed=False) == exact_at
    assert analysis.positions(stems.split(), stemmed=True) == stems_at


@given(st.one_of(texts.map(lambda text: fold(text).text), st.text("ab ", max_size=20)))
def test_bounds_of_words(folded: str) -> None:
    bounds = word_bounds(folded)
    expected = list(_bounds(folded))
    assert [bounds(position) for position in range(len(expected))] == expected


def test_a_language_is_stemmed_as_the_article_has_it() -> None:
    assert stem_cache("de")["wahlen"] == "wahl"
    assert Analysis("Die Wahlen", "de").positions(["wahl"], stemmed=True) == [1]
    assert Analysis("Die Wahlen", None).positions(["wahl"], stemmed=True) == []


def _check_spans(text: str) -> None:
    analysis = Analysis(text)
    for position, token in enumerate(analysis.tokens):
        start, end = analysis.span(position, position)
        assert 0 <= start < end <= len(text)
        # One character may be several tokens, as ½ is 1 and 2: each has the whole of it.
        assert token in tokenize(text[start:end])


def _word_of(analysis: Analysis, layer: list[str] | None = None) -> st.SearchStrategy[str]:
    """A word that is there, mostly."""
    there = analysis.tokens if layer is None else layer
    return st.sampled_from([*there, "war", "u.s", "absent"])


def _places(tokens: list[str], words: tuple[str, ...]) -> list[int]:
    return [at for at in range(len(tokens)) if tuple(tokens[at : at + len(words)]) == words]


def _bounds(folded: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for part in folded.split(" "):
        if part:
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found
