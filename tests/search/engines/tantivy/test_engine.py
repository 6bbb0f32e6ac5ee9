"""A tantivy index as its last commit left it, by whichever object."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.search.engines.tantivy.engine import TantivyEngine
from onrecord.search.errors import IndexCorrupt, IndexMissing
from tests.corpus import fill
from tests.search.engines.scores import CORPUS


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "none")
    for question in (engine.generation, engine.languages, engine.info):
        with pytest.raises(IndexMissing, match="make one: onrecord index FILES"):
            question()


def test_a_searcher_is_kept_until_the_next_commit(tmp_path: Path) -> None:
    engine, other = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    fill(other, CORPUS[:1])
    first = engine.generation()
    searcher = engine._ask(lambda searcher: searcher)
    assert engine._ask(lambda searcher: searcher) is searcher
    fill(other, CORPUS[1:])
    assert engine.generation() != first
    assert engine._ask(lambda searcher: searcher) is not searcher
    assert engine.info().articles == 4
    engine.close()
    assert engine.info().articles == 4


def test_files_that_stay_damaged_are_reported(tmp_path: Path) -> None:
    fill(TantivyEngine(tmp_path), CORPUS)
    (tmp_path / "tantivy" / "meta.json").write_text("{")
    with pytest.raises(IndexCorrupt, match="cannot be read"):
        TantivyEngine(tmp_path).languages()
