"""What needs a node is not even collected without one; tests/conftest.py says so in a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from onrecord.search.engines.opensearch.engine import OpenSearchEngine
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES, fill
from tests.engines import NODE, discard, url_of

WITHOUT_NODE = {
    "test_bulk.py",
    "test_clause_limit.py",
    "test_compiler.py",
    "test_connection.py",
    "test_documents.py",
    "test_errors.py",
    "test_index_state.py",
    "test_lease.py",
    "test_sorting.py",
    "test_url.py",
    "test_vocabulary_index.py",
}
HERE = Path(__file__).parent

collect_ignore = [
    file.name for file in HERE.glob("test_*.py") if not NODE and file.name not in WITHOUT_NODE
]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """The articles of `tests.corpus` on the node."""
    url = url_of("opensearch", tmp_path)
    engine = open_engine(url)
    assert isinstance(engine, OpenSearchEngine)
    fill(engine, ARTICLES)
    yield engine
    engine.close()
    discard(url)


@pytest.fixture
def node() -> Iterator[OpenSearch]:
    """A client of the node itself."""
    with OpenSearch(hosts=[f"http://{NODE}"]) as client:
        yield client
