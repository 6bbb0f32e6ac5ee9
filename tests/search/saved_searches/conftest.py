"""An empty file of saved searches."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.search.saved_searches.store import SavedSearchStore


@pytest.fixture
def searches(tmp_path: Path) -> SavedSearchStore:
    return SavedSearchStore(tmp_path / "saved.sqlite")
