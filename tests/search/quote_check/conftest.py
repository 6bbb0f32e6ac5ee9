"""A few articles that quote people, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import open_engine
from tests.corpus import article, fill
from tests.engines import TESTED, discard, url_of

ARTICLES = (
    article(
        "wire",
        "Minister rejects the ballot",
        "The council met for two hours on Monday.\n\n"
        "“We will not recognise the vote,” said Anna Berg, the foreign minister. “It was held at "
        "gunpoint in five regions.”\n\n"
        "She added that no border had moved. Turnout was 61.3 percent in March, but observers were "
        "kept out of every polling station. The harbour stays closed until the summer.",
        date=date(2024, 3, 18),
        outlet="Example Wire",
    ),
    article(
        "copy",
        "Berg: no recognition",
        "“We will not recognise the vote. It was held at gunpoint in five regions,” the minister "
        "told reporters.",
        date=date(2024, 3, 19),
        outlet="The Daily Example",
    ),
    article(
        "early",
        "Before the ballot",
        "A week before, the minister promised: “We will not recognise the vote.” Nobody replied.",
        date=date(2024, 3, 11),
        outlet="Example Review",
    ),
    article("undated", "Chronicle", "We will not recognise the vote, the minister said."),
    article(
        "weather",
        "Rain",
        "Rain fell on the hills and the river rose by a metre overnight. Farmers moved their sheep "
        "to the upper fields before the bridge at Orme was shut.",
        date=date(2024, 2, 1),
    ),
    article(
        "putin",
        "Интервью",
        "«Мы не признаем эти выборы», — сказала Навальная журналистам в Берлине во вторник.",
        language="ru",
    ),
    article("tokyo", "選挙", "首相は「この選挙の結果を認めない」と述べた。", language="ja"),
)


@pytest.fixture(scope="session", params=TESTED)
def quoting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn, holding these articles; not to be written."""
    url = url_of(request.param, tmp_path_factory.mktemp("quoting"))
    engine = open_engine(url)
    fill(engine, ARTICLES)
    yield engine
    engine.close()
    discard(url)
