"""Invented words and their inflections."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from bench import vocabulary


@pytest.mark.parametrize(
    ("inflect", "word", "expected"),
    [
        (vocabulary.plural, "city", "cities"),
        (vocabulary.plural, "day", "days"),
        (vocabulary.plural, "church", "churches"),
        (vocabulary.plural, "bus", "buses"),
        (vocabulary.plural, "year", "years"),
        (vocabulary.past, "deny", "denied"),
        (vocabulary.past, "play", "played"),
        (vocabulary.past, "release", "released"),
        (vocabulary.gerund, "release", "releasing"),
        (vocabulary.gerund, "agree", "agreeing"),
        (vocabulary.gerund, "warn", "warning"),
        (vocabulary.adverb, "sole", "solely"),
        (vocabulary.adverb, "angry", "angrily"),
        (vocabulary.adverb, "possible", "possibly"),
        (vocabulary.action, "investigate", "investigation"),
        (vocabulary.action, "realise", "realisation"),
        (vocabulary.action, "confirm", "confirmation"),
    ],
)
def test_inflections(inflect: object, word: str, expected: str) -> None:
    assert callable(inflect)
    assert inflect(word) == expected


def test_weights_are_cumulative_and_fall_by_rank() -> None:
    weights = vocabulary.zipf_weights(4, exponent=1.0, shift=0.0)
    assert weights == pytest.approx((1, 1 + 1 / 2, 1 + 1 / 2 + 1 / 3, 1 + 1 / 2 + 1 / 3 + 1 / 4))


def test_invented_words_are_new_and_mostly_short_first() -> None:
    taken = {"party"}
    words = vocabulary.invent(Random(1), 200, vocabulary.NOUN_ENDS, taken)
    assert len(set(words)) == 200
    assert taken == {"party", *words}
    assert min(map(len, words)) > 3
    assert sum(map(len, words[:50])) < sum(map(len, words[-50:]))


def test_classes_have_a_weight_for_each_family() -> None:
    nouns, verbs, adjectives = vocabulary.word_classes(Random(1))
    assert [sorted(one.forms) for one in (nouns, verbs, adjectives)] == [
        ["N", "S"],
        ["B", "G", "V", "W"],
        ["J", "R"],
    ]
    for one in (nouns, verbs, adjectives):
        assert {len(forms) for forms in one.forms.values()} == {len(one.cum_weights)}
        assert all(a < b for a, b in pairwise(one.cum_weights))
    assert (nouns.forms["N"][0], verbs.forms["V"][0]) == ("year", "claimed")


def test_names_are_capitalized() -> None:
    assert all(name.istitle() for name in vocabulary.proper_names(Random(1), 20))
