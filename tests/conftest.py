"""Engine fixtures, slow tests, numbers of random examples, and test counts by engine."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from onrecord.search.engines.base import Engine
from onrecord.search.engines.registry import ENGINES, open_engine
from tests.corpus import ARTICLES, fill
from tests.engines import NODE, NODES, RUN, SETTINGS, TESTED, discard, take_away, url_of

IS_CI = bool(os.environ.get("CI"))
LOCAL = settings(
    max_examples=25,
    deadline=None,  # nothing asserts on a clock
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("local", LOCAL)
settings.register_profile("ci", LOCAL, max_examples=100)
SLOW_LEFT_OUT = pytest.StashKey[int]()


def examples(in_ci: int, **more: Any) -> settings:
    """Settings for a test that needs fewer or more random examples than others; locally a share."""
    return settings(max_examples=max(1, in_ci * settings().max_examples // 100), **more)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow",
        action="store_true",
        default=IS_CI,
        help="also run tests marked slow, and more random examples (default if CI is set)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Load the Hypothesis profile before any test module is imported."""
    config.stash[SLOW_LEFT_OUT] = 0
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("ci" if config.getoption("--slow") else "local")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Fail skipped tests in CI, where every component must be present."""
    outcome: Any = yield
    report = outcome.get_result()
    if IS_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr[2]}: nothing may be skipped in CI"


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


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by number: they are unreadable, and compressed ones hold the time."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note the engine of each test; leave out slow tests unless asked for."""
    for item in items:
        if " at 0x" in item.nodeid:
            raise pytest.UsageError(f"an address in {item.nodeid}; pytest-xdist needs stable ids")
        spec = getattr(item, "callspec", None)
        values = spec.params.values() if spec else ()
        item.user_properties += [("engine", v) for v in values if v in list(ENGINES)]
    is_asked_for = config.getoption("--slow") or "slow" in config.getoption("-m")
    if is_asked_for or any("::" in argument for argument in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)
    config.stash[SLOW_LEFT_OUT] = len(slow)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what an xdist worker counted; each collects the same tests."""
    node.config.stash[SLOW_LEFT_OUT] = getattr(node, "workeroutput", {}).get("slow", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report slow tests left out, and passed tests by engine."""
    if left_out := terminalreporter.config.stash[SLOW_LEFT_OUT]:
        terminalreporter.write_line(f"left out as slow: {left_out}; --slow runs them, as CI does")
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
            "opensearch: not tested, as ONRECORD_TEST_OPENSEARCH names no node; "
            "`make test-opensearch` starts one"
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand counts to the xdist controller; leave the OpenSearch node as it was found."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["slow"] = session.config.stash[SLOW_LEFT_OUT]
    if NODE:
        take_away(f"{RUN}-*")
