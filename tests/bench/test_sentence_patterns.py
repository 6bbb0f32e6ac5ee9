"""Sentence templates and their slots."""

from __future__ import annotations

import pytest

from bench.sentence_patterns import CLAUSES, OPENINGS, SPEECH, TITLES, compile_all, compile_pattern


def test_a_pattern_becomes_a_format_and_its_slots() -> None:
    assert compile_pattern(" 5% of {N} and {S} ") == ("5%% of %s and %s", "NS")


@pytest.mark.parametrize("patterns", [CLAUSES, OPENINGS, SPEECH, TITLES])
def test_every_slot_is_known(patterns: list[str]) -> None:
    for shape, slots in compile_all(patterns):
        assert "{" not in shape
        assert shape.count("%s") == len(slots) >= 0
        assert set(slots) <= set("NSTBWVGJRPLOXYAQ")
