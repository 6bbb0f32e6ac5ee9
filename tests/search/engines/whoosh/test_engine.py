"""A whoosh index as its last commit left it, by whichever object."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.search.engines.whoosh.engine import WhooshEngine
from onrecord.search.errors import IndexMissing
from tests.corpus import fill
from tests.search.engines.scores import CORPUS


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "none")
    for question in (engine.generation, engine.languages, engine.info):
        with pytest.raises(IndexMissing, match="make one: onrecord --index whoosh:"):
            question()


def test_a_searcher_is_kept_until_the_next_commit(tmp_path: Path) -> None:
    engine, other = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    fill(other, CORPUS[:1])
    first = engine.generation()
    searcher = engine._ask(lambda searcher: searcher)
    assert engine._ask(lambda searcher: searcher) is searcher
    fill(other, CORPUS[1:])
    assert engine.generation() != first
    assert engine._ask(lambda searcher: searcher) is not searcher
    assert engine.info().articles == 4
    engine.close()
    engine.close()
    assert engine.info().articles == 4
    engine.close()
