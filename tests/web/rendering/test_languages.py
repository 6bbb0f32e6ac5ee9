"""Languages as readers and browsers are told of them."""

from __future__ import annotations

import pytest

from onrecord.web.rendering.languages import direction, language_name, language_tag

NAMES = [
    ("de", "German"),
    ("nb", "Norwegian Bokmål"),
    ("xx", "xx"),
    ("", "unknown"),
    (None, "unknown"),
]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_names(code: str | None, name: str) -> None:
    assert language_name(code) == name


TAGS = [
    ("de", "de"),
    ("ckb", "ckb"),
    ("zh-Hant-TW", "zh-Hant-TW"),
    ("d", ""),
    ("deutsch", ""),
    ("de-", ""),
    ('en" onload="x', ""),
    ("", ""),
    (None, ""),
]


@pytest.mark.parametrize(("code", "tag"), TAGS)
def test_tags(code: str | None, tag: str) -> None:
    assert language_tag(code) == tag


DIRECTIONS = [
    ("ar", "rtl"),
    ("he", "rtl"),
    ("en", "auto"),
    ("ja", "auto"),
    (None, "auto"),
    ('"', "auto"),
]


@pytest.mark.parametrize(("language", "expected"), DIRECTIONS)
def test_direction(language: str | None, expected: str) -> None:
    assert direction(language) == expected
