"""Damage of a tantivy index; the rest is in ../test_searcher_engine.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.search.engines.tantivy.engine import TantivyEngine
from onrecord.search.errors import IndexCorrupt
from tests.corpus import fill
from tests.search.engines.scores import CORPUS


def test_files_that_stay_damaged_are_reported(tmp_path: Path) -> None:
    fill(TantivyEngine(tmp_path), CORPUS)
    (tmp_path / "tantivy" / "meta.json").write_text("{")
    with pytest.raises(IndexCorrupt, match="cannot be read"):
        TantivyEngine(tmp_path).languages()
