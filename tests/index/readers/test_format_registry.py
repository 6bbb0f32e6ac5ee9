"""Which files are read, by their names."""

from __future__ import annotations

import pytest

from onrecord.index.readers.format_registry import (
    PARSERS,
    SINGLE_ARTICLE,
    format_suffix,
    supported_formats,
)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("a/b.MD.GZ", ".md"),
        ("a.b.jsonl", ".jsonl"),
        (".csv", ".csv"),
        ("a.gz", ""),
        ("a.pdf", ""),
        ("a.txt.zip", ""),
        ("a.txt.gz.gz", ""),
        ("txt", ""),
        ("a.", ""),
        ("", ""),
    ],
)
def test_the_suffix_of_a_name(name: str, suffix: str) -> None:
    assert format_suffix(name) == suffix


def test_formats_are_listed_and_have_parsers() -> None:
    assert supported_formats() == (
        ".txt, .md, .html, .htm, .jsonl, .ndjson, .json, .csv, .tsv, each also with .gz"
    )
    assert set(SINGLE_ARTICLE.values()) <= set(PARSERS)
