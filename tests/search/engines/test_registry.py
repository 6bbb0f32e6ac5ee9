"""Index URLs name an engine and a location."""

from __future__ import annotations

import pytest

from onrecord.search.engines.base import Engine
from onrecord.search.engines.local_storage import LocalEngine
from onrecord.search.engines.registry import ENGINES, open_engine
from onrecord.search.errors import UnknownEngine


@pytest.mark.parametrize(
    ("url", "name", "location"),
    [
        ("tantivy:news", "tantivy", "news"),
        ("whoosh:a/b:c", "whoosh", "a/b:c"),
        ("memory:", "memory", ""),
        ("some/folder", "tantivy", "some/folder"),  # a plain path
    ],
)
def test_a_url_opens_an_index(url: str, name: str, location: str) -> None:
    engine: Engine = open_engine(url)
    assert engine.name == name
    folder = str(engine.folder) if isinstance(engine, LocalEngine) else engine.location  # type: ignore[attr-defined]  # the memory engine's
    assert folder == location


def test_the_scheme_after_a_plus_is_part_of_the_location() -> None:
    pytest.importorskip("opensearchpy")
    assert open_engine("opensearch+https://h/news").address.is_secure  # type: ignore[attr-defined]  # OpenSearch's
    assert not open_engine("opensearch://h/news").address.is_secure  # type: ignore[attr-defined]  # OpenSearch's


@pytest.mark.parametrize("url", ["sphinx:somewhere", "c:", "http://localhost"])
def test_an_unknown_engine_is_refused(url: str) -> None:
    with pytest.raises(UnknownEngine, match=r"an index is a path or one of memory:, tantivy:"):
        open_engine(url)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_knows_its_own_name(name: str) -> None:
    location = "//h/news" if name == "opensearch" else "somewhere"
    assert open_engine(f"{name}:{location}").name == name
