"""Stems of every language, and what they cost to get."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.analysis.analyzer import tokenize
from onrecord.index.analysis.stemming import (
    MAX_CACHED_STEMS,
    SNOWBALL,
    StemCache,
    stem_cache,
    stem_prefixes,
)
from tests.index.analysis.scripts import output_of

STEMS = [  # (language, folded words, their stems)
    ("ar", "والانتخابات انتخابات", "انتخاب انتخاب"),
    ("da", "valgene valget", "valg valg"),
    ("de", "wahlen wahl hauser", "wahl wahl haus"),
    ("en", "elections election withdrew", "elect elect withdrew"),
    ("es", "elecciones eleccion", "eleccion eleccion"),
    ("fi", "vaaleissa vaalien", "vaale vaal"),
    ("fr", "elections election", "elect elect"),
    ("hu", "valasztasok valasztas", "valasztas valasztas"),
    ("it", "elezioni elezione", "elezion elezion"),
    ("nb", "valgene valget", "valg valg"),
    ("nl", "verkiezingen verkiezing", "verkiez verkiez"),
    ("nn", "valgene valget", "valg valg"),
    ("no", "valgene valget", "valg valg"),
    ("pt", "eleicoes eleicao", "eleico eleica"),
    ("ro", "alegerile alegeri", "aleger aleger"),
    ("ru", "выборы выборов", "выбор выбор"),
    ("sv", "valen valets", "val valet"),
    # no stemmer, or no language: the word itself
    ("ja", "選 挙", "選 挙"),
    ("xx", "elections", "elections"),
    (None, "elections u.s", "elect us"),
    # acronyms lose their stops, numbers do not
    ("en", "u.s us u.s.a", "us us usa"),
    ("en", "19.5 19.5.2024 1000", "19.5 19.5.2024 1000"),
    ("de", "u.s 19.5 z.b", "us 19.5 zb"),
    ("en", "putin's dogs", "putin dog"),
]
LETTERS = "abcdefghijklmnopqrstuvwxyz0.'"
PREFIXES = [  # (language, stem, prefixes of the words that may have it)
    ("en", "deni", "den d."),  # deny
    ("en", "die", "d"),  # dying
    ("en", "abcd", "abc a."),
    (None, "abcd", "abc a."),
    ("de", "abcd", "ab a."),
    ("de", "abcdef", "abc a."),
    ("de", "abc", "a"),
    ("fr", "l'onu", "l' l."),
    ("fr", "l'onuabc", "l'onu l. l'o."),
    ("fi", "abcdef", "a"),
    ("ru", "выбор", "в"),
]
ENDINGS = "ing ed ies ational heten igkeiten azioni eurs amente aciones issansa aitok urilor"
RUSSIAN = "щит шла цель январь юг эхо елка чай жизнь выборы объявила тсж шахта въезд"

USUAL = """
import json, sys
import nltk
from nltk.stem.snowball import SnowballStemmer
print(json.dumps([SnowballStemmer(name).stem(word) for name, word in json.load(sys.stdin)]))
"""
FRESH = """
import sys
import onrecord.index.analysis.stemming
assert not any(name.startswith("nltk") for name in sys.modules)
assert onrecord.index.analysis.stemming.stem_cache("en")["elections"] == "elect"
print(*(name for name in sys.modules if name.partition(".")[0] == "nltk"))
"""
ORDERS = [  # (what is imported one after the other, what is printed)
    (
        "from onrecord.index.analysis.stemming import stem_cache; stem_cache('de')['wahlen']; "
        "import nltk; "
        "from nltk.corpus import stopwords; assert type(stopwords).__name__ == 'LazyCorpusLoader'; "
        "print(nltk.PorterStemmer().stem('elections'), stem_cache('en')['elections'])",
        "elect elect",
    ),
    (  # an nltk whose stemmers need the real package
        "import importlib.abc, sys\n"
        "class Rearranged(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'nltk.stem.util' and not hasattr(sys.modules['nltk'], '__version__'):\n"
        "            raise ImportError\n"
        "sys.meta_path.insert(0, Rearranged())\n"
        "from onrecord.index.analysis.stemming import stem_cache; "
        "print(stem_cache('en')['elections'], hasattr(sys.modules['nltk'], '__version__'))",
        "elect True",
    ),
    (
        "import nltk; from onrecord.index.analysis.stemming import stem_cache; "
        "print(stem_cache('ru')['выборов'], nltk.stem.PorterStemmer.__name__)",
        "выбор PorterStemmer",
    ),
]


@st.composite
def wordlike(draw: st.DrawFn) -> str:
    """Letters that may be no word or several, with an ending that a stemmer looks for."""
    first = draw(st.sampled_from(LETTERS.strip(".'")))
    return (
        first + draw(st.text(LETTERS, max_size=8)) + draw(st.sampled_from(["", *ENDINGS.split()]))
    )


@pytest.mark.parametrize(("language", "words", "stems"), STEMS)
def test_stems(language: str | None, words: str, stems: str) -> None:
    assert [stem_cache(language)[word] for word in words.split()] == stems.split()


def test_every_language_with_a_stemmer_has_a_row() -> None:
    assert {language for language, _, _ in STEMS} >= set(SNOWBALL)


@pytest.mark.parametrize(("language", "stem", "prefixes"), PREFIXES)
def test_prefixes_of_words_with_a_stem(language: str | None, stem: str, prefixes: str) -> None:
    assert stem_prefixes((stem,), language) == set(prefixes.split())


@pytest.mark.parametrize("language", [code for code in SNOWBALL if code != "ar"])
@given(data=st.data())
def test_a_stem_begins_as_its_word_does(language: str, data: st.DataObject) -> None:
    for word in tokenize(data.draw(wordlike())):
        assert begins_as_its_stem(word, language)


@pytest.mark.parametrize("word", ["u.s.s.r", "l'o.n.u", "dell'o.n.u.d.i", "a'a.a'aa"])
def test_initials_lose_their_stops(word: str) -> None:
    assert tokenize(word) == [word]
    assert "." not in stem_cache("fr")[word]
    assert begins_as_its_stem(word, "fr")


def begins_as_its_stem(word: str, language: str) -> bool:
    stem = stem_cache(language)[word]
    return word.startswith(tuple(stem_prefixes((stem,), language)))


@pytest.mark.parametrize("word", ["ssiaa", "essuie", "xxie"])
def test_a_finnish_stem_may_lose_letters_at_its_start(word: str) -> None:
    stem = stem_cache("fi")[word]
    assert not word.startswith(stem)
    assert word.startswith(tuple(stem_prefixes((stem,), "fi")))


@pytest.mark.parametrize("word", RUSSIAN.split())
def test_a_russian_stem_begins_as_its_word_does(word: str) -> None:
    assert word.startswith(tuple(stem_prefixes((stem_cache("ru")[word],), "ru")))


def test_but_not_in_arabic() -> None:
    assert stem_prefixes(("انتخاب",), "ar") == {""}
    assert stem_cache("ar")["والانتخابات"][0] != "و"


def test_no_more_words_are_remembered_than_that() -> None:
    stems = StemCache(str)
    for number in range(MAX_CACHED_STEMS + 10):
        assert stems[f"w{number}"] == f"w{number}"
    assert len(stems) == MAX_CACHED_STEMS
    assert "w0" in stems


def test_stems_are_those_of_nltk() -> None:
    words = [
        (SNOWBALL[code], word) for code, row, _ in STEMS if code in SNOWBALL for word in row.split()
    ]
    words = [(name, word) for name, word in words if "." not in word]
    ours = [stem_cache(_code(name))[word] for name, word in words]
    assert ours == json.loads(output_of(USUAL, given=json.dumps(words)))


def test_a_fresh_process_imports_next_to_nothing_of_nltk() -> None:
    imported = output_of(FRESH).split()
    assert "nltk.stem.snowball" in imported
    assert len(imported) < 10
    assert not [name for name in imported if name.startswith(("nltk.corpus.", "nltk.tokenize"))]


@pytest.mark.parametrize(("script", "printed"), ORDERS)
def test_nltk_is_whole_for_others(script: str, printed: str) -> None:
    assert output_of(script).strip() == printed


def _code(name: str) -> str:
    return next(code for code, known in SNOWBALL.items() if known == name)
