"""Fixtures: every engine, empty, and every engine with the small corpus; and a count by engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import ENGINES, open_engine
from tests.corpus import ARTICLES, fill
from tests.engines import NODE, NODES, RUN, SETTINGS, TESTED, discard, take_away, url_of

settings.register_profile(
    "onrecord",
    deadline=None,  # nothing asserts on a clock
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("onrecord")


@pytest.fixture(params=TESTED)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, with nothing in it."""
    url = url_of(request.param, tmp_path / "index")
    engine = open_engine(url)
    yield engine
    engine.close()
    discard(url)


@pytest.fixture(scope="session", params=TESTED)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine in turn, holding the small corpus; not to be written."""
    engine = open_engine(url_of(request.param, tmp_path_factory.mktemp("index")))
    fill(engine, ARTICLES)
    yield engine
    engine.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test the engine it runs on."""
    for item in items:
        spec = getattr(item, "callspec", None)
        values = spec.params.values() if spec else ()
        item.user_properties += [("engine", v) for v in values if v in list(ENGINES)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many tests passed on each engine; none is a thing to know, unless asked for."""
    passed: Counter[object] = Counter(
        value
        for report in terminalreporter.stats.get("passed", ())
        for name, value in report.user_properties
        if name == "engine"
    )
    if not passed:
        return
    is_part = bool(terminalreporter.config.option.keyword)
    counts = ", ".join(f"{name} {passed[name]}" for name in ENGINES if passed[name] or not is_part)
    counts += f" on {NODES.count(',') + 1} nodes" if SETTINGS else ""
    terminalreporter.write_line(f"tests passed on each engine: {counts}")
    if not NODE:
        terminalreporter.write_line(
            "opensearch: not tested, for ONRECORD_TEST_OPENSEARCH names no node; "
            "`make test-opensearch` starts one"
        )


def pytest_sessionfinish() -> None:
    """Leave the node as it was found."""
    if NODE:
        take_away(f"{RUN}-*")
