"""BM25 on whoosh: the scores of every engine, however the articles lie in segments."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.plan.plan_nodes import Plan
from tests.corpus import article, fill
from tests.search.engines.scores import CORPUS, SCORES, scores


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """The corpus in two segments, with an article deleted."""
    engine = WhooshEngine.open(str(tmp_path_factory.mktemp("scores")))
    fill(engine, [*CORPUS[:2], article("gone", "", "troops " * 10)])
    fill(engine, CORPUS[2:])
    writer = engine.writer()
    writer.remove("gone.txt")
    writer.commit()
    writer.close()
    yield engine
    engine.close()


@pytest.mark.parametrize(("plan", "expected"), SCORES)
def test_scores(engine: WhooshEngine, plan: Plan, expected: dict[str, float]) -> None:
    assert list(scores(engine, plan).items()) == list(expected.items())
