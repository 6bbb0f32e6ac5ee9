"""Fixtures: every engine, empty, and every engine with the small corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from search.engine import ENGINES, Engine, open_engine
from tests.corpus import ARTICLES, fill

settings.register_profile(
    "onrecord",
    deadline=None,  # nothing asserts on a clock
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("onrecord")


@pytest.fixture(params=ENGINES)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, with nothing in it."""
    engine = open_engine(f"{request.param}:{tmp_path / 'index'}")
    yield engine
    engine.close()


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn, holding the small corpus; not to be written."""
    engine = open_engine(f"{request.param}:{tmp_path_factory.mktemp('index')}")
    fill(engine, ARTICLES)
    yield engine
    engine.close()
