"""What the start page proposes to try is found."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.search.service import SearchRequest, search
from onrecord.web.pages.search_page import SEED_SAMPLES, sample_queries
from tests.corpus import article
from tests.web.conftest import engine_of

DAY = date(2024, 3, 1)
HEADLINES = [  # headlines from the newest on, the first example
    (["Ferry captain leaves harbour at noon"], '"captain leaves harbour"'),
    (["What NOT happened OR never"], '"What NOT happened"'),
    (
        ["50% of the vote", "Noon", "", 'Ferries (3) crossed: "the" river Thames yesterday'],
        '"river Thames yesterday"',
    ),
    (["A b c d e f"], SEED_SAMPLES[0][0]),
    (["Words with fives"], SEED_SAMPLES[0][0]),
    (["Words within fives"], '"Words within fives"'),
    ([*["Short"] * 4, "Ferry captain leaves"], '"Ferry captain leaves"'),
    ([*["Short"] * 5, "Ferry captain leaves"], SEED_SAMPLES[0][0]),
    ([], SEED_SAMPLES[0][0]),
]


@pytest.mark.parametrize(("headlines", "first"), HEADLINES)
@pytest.mark.parametrize("day", [DAY, None])
def test_examples_are_of_the_newest_headline_that_will_do(
    headlines: list[str], first: str, day: date | None
) -> None:
    stories = [
        article(f"a{place}", headline, "Text.", date=day)
        for place, headline in enumerate(headlines)
    ]
    engine = engine_of(stories)
    proposed = sample_queries(engine)
    assert proposed[0][0] == first
    assert len(proposed) == 5
    if proposed != SEED_SAMPLES:
        found = [search(engine, SearchRequest(query)) for query, _ in proposed]
        assert all(results.total for results in found)
        assert not any(results.warnings for results in found)


def test_the_seeds_have_their_own() -> None:
    engine = engine_of(
        [
            article(
                "a",
                "Election",
                "Noon against Putin. They recognise the election. Navalny in the temporarily "
                "occupied territories supports Putin. Navalnaya.",
                date=date(2024, 3, 15),
            )
        ]
    )
    assert sample_queries(engine) == SEED_SAMPLES
