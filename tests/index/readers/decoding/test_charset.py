"""The encoding of bytes is detected, and a bad byte costs itself only."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.index.readers.decoding.charset import decode, detect_encoding
from onrecord.index.text.cleaning import clean

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
    (FRENCH, "utf-32-be"),
    ("Ab", "utf-16"),
    ("", "utf-8"),
    (CZECH[:60], "iso8859-2"),  # without a byte that only cp1250 has
]
DECLARED = [
    (b'<meta charset="windows-1251">', "cp1251"),
    (b'<META http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
    (b'<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
    (b'<meta charset="utf-8">', "utf-8"),  # true or not, valid UTF-8 is UTF-8
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("declaration", "encoding"), DECLARED)
def test_a_page_names_its_encoding(declaration: bytes, encoding: str) -> None:
    page = declaration + "<p>Да</p>".encode(encoding)
    assert decode(page, markup=True).endswith("<p>Да</p>")


def test_a_declaration_counts_in_markup_only_and_near_the_start() -> None:
    declaration = b'<meta charset="windows-1251">'
    content = b"\xe9" + declaration
    assert detect_encoding(content, markup=True) == "cp1251"
    assert detect_encoding(content) == "cp1252"
    within = b"\xe9" + b" " * (64 * 1024 - len(content)) + declaration
    assert detect_encoding(within[:-1], markup=True) == "cp1251"
    assert detect_encoding(b" " * 15 + within, markup=True) == "cp1252"


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    content = f"{FRENCH}{FRENCH}".encode()
    assert decode(content[:40] + b"\xff" + content[40:]).count("\ufffd") == 1


def test_a_file_cut_off_within_a_character_is_still_utf8() -> None:
    assert decode(RUSSIAN.encode()[:-2]).startswith("Министр подал")


def test_a_declared_encoding_that_is_none_is_passed_over() -> None:
    assert decode(b"<meta charset=hex><p>caf\xe9", markup=True).endswith("café")


WIDE = [  # (bytes, encoding): UTF-16 or 32 needs two groups of four bytes, a quarter of them NUL
    (b"a\0b\0c\0d\0", "utf-16-le"),
    (b"a\0b\0c\0", "utf-8"),
    (b"\0a\0b\0c\0d", "utf-16-be"),
    (b"a\0\0\0b\0\0\0", "utf-32-le"),
    (b"\0\0\0a\0\0\0b", "utf-32-be"),
    (b"a\0b\0cdefghij" * 9, "utf-8"),
    (b"a\0b\0c\0de" * 9, "utf-8"),  # three quarters of the second bytes is more than 0.7
]
DAMAGED = [  # (bytes, whether they are UTF-8): over two characters for each damaged one
    ("é".encode() * 3 + b"\xff.", True),
    ("é".encode() * 2 + b"\xff.", False),
    ("é caf".encode() + b"\xc3", True),
    (b"caf\xc3", False),  # cut off, but with no whole character before
]


@pytest.mark.parametrize(("content", "encoding"), WIDE)
def test_wide_encodings(content: bytes, encoding: str) -> None:
    assert detect_encoding(content) == encoding


@pytest.mark.parametrize(("content", "is_utf8"), DAMAGED)
def test_damaged_utf8(content: bytes, is_utf8: bool) -> None:
    assert (detect_encoding(content) == "utf-8") is is_utf8


@given(st.binary(max_size=200), st.booleans(), st.sampled_from((b"", codecs.BOM_UTF16_LE)))
def test_any_bytes_can_be_decoded(content: bytes, markup: bool, mark: bytes) -> None:
    clean(decode(mark + content, markup=markup)).encode()
