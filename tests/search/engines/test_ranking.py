"""What every engine ranks higher, and which words it takes for forms of one."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from tests.corpus import article, fill
from tests.search.engines.test_contract import ids


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("noon", ("Noon", "Something else."), ("Something", "Noon else.")),  # the title weighs more
        ("withdraw", ("", "They withdraw now."), ("", "They withdrawing now.")),  # exact forms
        ('stem:"troop leaves"', ("", "A troop leaves."), ("", "The troops leave.")),
        ('"noon now"', ("", "Noon now or noon now."), ("", "Noon now or now noon.")),  # how often
        ("noon", ("", "Noon now."), ("", "Noon " + "and then some " * 20)),  # how much of it
        ("noon OR zebra", ("", "Zebra came."), ("", "Noon came.")),  # the rarer word
        ("noon now", ("", "Noon is now."), ("", "Noons is now.")),
    ],
)
def test_what_ranks_higher(
    empty_engine: Engine, query: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    others = [article(f"z{n}", "Noon came", "Noon and filler.") for n in range(5)]
    others += [article(f"y{n}", "None", "Nothing but filler.") for n in range(20)]
    fill(empty_engine, [article("b", *better), article("a", *worse), *others])
    ranked = ids(empty_engine, query)
    assert ranked.index("b") < ranked.index("a")


@pytest.mark.parametrize(("language", "found"), [("en", "a"), (None, "a"), ("de", ""), ("xx", "")])
def test_words_of_an_untold_language_are_stemmed_as_english(
    empty_engine: Engine, language: str | None, found: str
) -> None:
    fill(empty_engine, [article("a", "Putin withdraws", "", language=language)])
    assert " ".join(ids(empty_engine, "withdrawing")) == found
