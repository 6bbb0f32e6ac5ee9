"""Which characters count, in every script; and where each of them stood."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given

from onrecord.index.analysis.analyzer import Analysis, tokenize
from onrecord.index.analysis.folding import fold
from tests.index.awkward import any_texts

CHARACTERS = [  # (text, tokens)
    # case
    ("Putin PUTIN pUTIN", "putin putin putin"),
    ("ΣΑΣ σας Σ", "σασ σασ σ"),
    ("İstanbul ISPARTA ısparta Iğdır", "istanbul isparta isparta igdir"),
    ("Straße STRASSE ẞ", "strasse strasse ss"),
    # apostrophes: all are one inside a word, none is left outside
    ("don't don’t don‘t don‛t don`t don´t", "don't don't don't don't don't don't"),
    ("donʼt donʹt don′t don＇t don\u1ffdt donꞌt", "don't don't don't don't don't don't"),
    ("'tis the dogs' ''rock'n'roll'' '", "tis the dogs rock'n'roll"),
    ("o''clock a'-b", "o clock a b"),
    ("‘Putin’s’ ŉ man", "putin's n man"),
    # dashes and hyphens part words, whichever they are
    ("well-being well‐being well‑being", "well being well being well being"),
    ("a–b a—b a―b a−b a－b a﹣b כן־לא", "a b a b a b a b a b a b כן לא"),
    # quotation marks and other punctuation
    ('“a” „b“ «c» ‹d› ‚e‘ 「f」 "g" 〝h〟', "a b c d e f g h"),
    ("a/b|c_d…e·f\x00g\x7fh\u2028i\u00a0j", "a b c d e f g h i j"),
    ("R&D, AT&T; 50% $5 C++ #tag @name", "r d at t 50 5 c tag name"),
    # invisible characters take nothing apart
    (
        "co\u00adop zero\u200bwidth jo\u200din no\u2060break bo\ufeffm",
        "coop zerowidth join nobreak bom",
    ),
    ("\u202eabc\u202c \u200b \u00ad", "abc"),
    ("I ❤️ you 1\ufe0f\u20e3 a\u034fb", "i you 1 ab"),  # a selector alone was a word
    # compatibility forms
    ("ﬁnal oﬃce ǆ ĳ", "final office dz ij"),
    ("Ｆｕｌｌ　ｗｉｄｔｈ １２３", "full width 123"),
    ("𝐁𝐨𝐥𝐝 Ⓐ Ⅷ H₂O x²", "bold a viii h2o x2"),
    ("Windows™ 5½ ¼ 5㎏ № ℃", "windows tm 5 1 2 1 4 5 kg no c"),
    # accents, composed or not
    ("café cafe\u0301 CAFÉ cafe\u0301\u0302", "cafe cafe cafe cafe"),
    ("\u0301a \u0301 b", "a b"),
    (
        "naïve Łódź Øre ǿ đak ħ ŧ Æsop ǽ œuvre ſo þorn",
        "naive lodz ore o dak h t aesop ae oeuvre so thorn",
    ),
    ("Ёлка ёлка елка й Ї", "елка елка елка и і"),
    ("مُحَمَّد محمد إسلام أ", "محمد محمد اسلام ا"),
    ("שָׁלוֹם שלום", "שלום שלום"),
    # signs that are letters, not accents, stay
    ("हिन्दी कि की", "हिन्दी कि की"),
    ("ক\u09cb ক\u09c7\u09be", "কো কো"),  # composed and not
    ("ක්\u200dෂ ක්ෂ", "ක්ෂ ක්ෂ"),
    # digits of all scripts
    ("१२ ١٢٣ ๑๒ ５", "12 123 12 5"),
    # Hangul: syllables, jamo and compatibility jamo
    ("한국 \u1112\u1161\u11ab\u1100\u116e\u11a8 ㄱ \u1100", "한국 한국 ᄀ ᄀ"),
    # half-width kana
    ("ｶﾞｷ ガキ カ\u3099キ ﾊﾟ", "ガ キ ガ キ ガ キ パ"),
    # nothing to find
    ("", ""),
    (" \n ... ''' --- 😀 \ud800 \ue000", ""),
    ("a\ud800b a😀b", "a b a b"),
]
ORIGINS = [  # (text, folded, origin of each folded character)
    ("a-b", "a b", [0, 1, 2]),
    ("é", "e", [0]),
    ("e\u0301x", "ex", [0, 2]),
    ("o\ufb03ce", "office", [0, 1, 1, 1, 2, 3]),
    ("a\u00ad\u200bb", "ab", [0, 3]),
    ("か\u3099x", "がx", [0, 2]),
    ("1,000,000 x", "1000000 x", [0, 2, 3, 4, 6, 7, 8, 9, 10]),
    ("\ufb01 1,000", "fi 1000", [0, 0, 1, 2, 4, 5, 6]),
    ("x™ y", "x tm y", [0, 1, 1, 1, 2, 3]),
    ("😀é’s", " e's", [0, 1, 2, 3]),
]
COMPOSED = [
    chr(code)
    for code in range(0xA0, 0xFFFF)
    if not 0xD800 <= code < 0xE000 and unicodedata.normalize("NFD", chr(code)) != chr(code)
]
TIRESOME = [
    *[".", "'", ",", "1,", "a.", "a'", "1.", ",000", "\u0301", "\u200b", "é", "½", "ﷺ", "x", "東"],
    *["か\u3099", "\u1100\u1161", "\ufe0f", "\ud800", "😀", "हि", "-", "“", "’", "a b", "\u093c"],
]


@pytest.mark.parametrize(("text", "tokens"), CHARACTERS)
def test_the_characters_that_count(text: str, tokens: str) -> None:
    assert tokenize(text) == tokens.split()


@pytest.mark.parametrize(("text", "folded", "origins"), ORIGINS)
def test_the_way_back(text: str, folded: str, origins: list[int]) -> None:
    result = fold(text)
    assert result.text == folded
    assert [result.original_offset(position) for position in range(len(folded))] == origins


@given(any_texts)
def test_any_text_folds_and_every_character_of_it_stood_somewhere_in_order(text: str) -> None:
    folded = fold(text)
    origins = [folded.original_offset(position) for position in range(len(folded.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)
    assert folded.original_offset(len(folded.text)) <= len(text)


@given(any_texts)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    tokens = tokenize(text)
    assert tokenize(" ".join(tokens)) == tokens


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_unicode_calls_equal_is_equal(form: Literal["NFC", "NFD"]) -> None:
    unequal = [
        char
        for char in COMPOSED
        if tokenize(f"x {char}y") != tokenize(unicodedata.normalize(form, f"x {char}y"))
    ]
    assert unequal == []


@pytest.mark.parametrize("piece", TIRESOME, ids=ascii)
def test_a_long_text_of_one_thing_is_no_obstacle(piece: str) -> None:
    _run_through(piece * (300_000 // len(piece)))


def test_a_long_number_is_no_obstacle() -> None:
    _run_through("1" + ",000" * 75_000 + "0")  # took minutes: every comma was tried again


def _run_through(text: str) -> None:
    analysis = Analysis(text, "en")
    analysis.phrase_spans(("a",))
    if analysis.tokens:
        assert analysis.span(0, len(analysis.tokens) - 1)[1] <= len(text)
