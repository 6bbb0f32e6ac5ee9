"""The id of an article without one of its own."""

from __future__ import annotations

from onrecord.index.article import id_from_source


def test_an_id_is_16_hex_digits_and_stays_the_same() -> None:
    assert id_from_source("a.jsonl#1") == "84040d94afc22cd7"
    assert id_from_source("a.jsonl#2") != id_from_source("a.jsonl#1")
    assert len(id_from_source("\udcff")) == 16  # a file name that is not UTF-8
