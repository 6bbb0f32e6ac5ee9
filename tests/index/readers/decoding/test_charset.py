"""Bytes in any encoding become clean text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers.decoding.charset import decode
from onrecord.index.text.cleaning import clean, one_line

RUSSIAN = "Министр подал в отставку в понедельник. Причины он не назвал, сообщает газета."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl včera ministr školství v Praze. " * 3
FRENCH = "L’été dernier, le ministre a été mis en cause ; il a démissionné à l’automne. "
JAPANESE = "大臣は数週間の抗議の後、月曜日に辞任した。理由は明らかにしていない。"

ENCODED = [
    (RUSSIAN, "utf-8"),
    (RUSSIAN, "utf-8-sig"),
    (RUSSIAN, "utf-16"),
    (RUSSIAN, "utf-32"),
    (FRENCH, "utf-16-le"),  # without a mark
    (FRENCH, "utf-16-be"),
    (FRENCH, "utf-32-le"),
    (FRENCH, "cp1252"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN * 4, "koi8-r"),
    ("Größe und Höhe", "cp1252"),
    ("Árvíztűrő tükörfúrógép, mondta tegnap a miniszter Budapesten.", "cp1250"),
    ("Türkiye'de bakan protestoların ardından pazartesi günü istifa etti, dışarı çıktı.", "cp1254"),
    (CZECH, "cp1250"),
    (CZECH, "iso8859-2"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"),
    ("a café", "cp1252"),  # a single byte to go by
    ("“Quoted” — yes", "cp1252"),
]
DECLARED = [
    (b'<meta charset="windows-1251">', "cp1251"),
    (b'<META http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
    (b'<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
    (b'<meta charset="utf-8">', "utf-8"),  # true or not, valid UTF-8 is UTF-8
]
CLEANED = [
    ("a\r\nb\rc\x0cd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
    ("\ufeffa\x00b\x1bc\x7fd\x9ae\tf\n", "abcde\tf\n"),
    ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
    (
        "soft\u00adhyphen, nbsp\u00a0, emoji 👩\u200d👩",
        "soft\u00adhyphen, nbsp\u00a0, emoji 👩\u200d👩",
    ),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("declaration", "encoding"), DECLARED)
def test_a_page_names_its_encoding(declaration: bytes, encoding: str) -> None:
    page = declaration + "<p>Да</p>".encode(encoding)
    assert decode(page, markup=True).endswith("<p>Да</p>")


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    content = f"{FRENCH}{FRENCH}".encode()
    assert decode(content[:40] + b"\xff" + content[40:]).count("\ufffd") == 1


def test_a_file_cut_off_within_a_character_is_still_utf8() -> None:
    assert decode(RUSSIAN.encode()[:-2]).startswith("Министр подал")


def test_a_declared_encoding_that_is_none_is_passed_over() -> None:
    assert decode(b"<meta charset=hex><p>caf\xe9", markup=True).endswith("café")


@pytest.mark.parametrize(("text", "expected"), CLEANED)
def test_characters_without_a_place_are_removed(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(alphabet=st.characters(codec=None, categories=None)))
def test_clean_text_can_be_stored(text: str) -> None:
    clean(text).encode()
    assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)


@given(st.binary(max_size=200), st.booleans(), st.sampled_from((b"", codecs.BOM_UTF16_LE)))
def test_any_bytes_can_be_decoded(content: bytes, markup: bool, mark: bytes) -> None:
    clean(decode(mark + content, markup=markup)).encode()
