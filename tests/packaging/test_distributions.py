"""The wheel and the sdist: what they hold, what they say of themselves, and that they install."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, Distributions, Install

pytestmark = pytest.mark.slow


def test_the_wheel_installs_one_package(distributions: Distributions) -> None:
    names = zipfile.ZipFile(distributions.wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"onrecord"}
    assert len(names) == len(set(names))


def test_the_wheel_holds_every_tracked_file_of_the_package(distributions: Distributions) -> None:
    tracked = subprocess.check_output(
        ["git", "ls-files", "cli", "index", "search", "seeds", "web"], cwd=ROOT, text=True
    )
    names = set(zipfile.ZipFile(distributions.wheel).namelist())
    expected = {f"onrecord/{path}" for path in tracked.splitlines()}
    assert expected | {"onrecord/__init__.py", "onrecord/py.typed"} <= names


def test_the_sdist_holds_no_links_and_the_tests(distributions: Distributions) -> None:
    with tarfile.open(distributions.sdist) as archive:
        members = archive.getmembers()
    assert [member.name for member in members if not member.isfile() and not member.isdir()] == []
    assert any(member.name.endswith("/tests/packaging/conftest.py") for member in members)


@pytest.mark.parametrize(
    ("command", "content"),
    [
        (["twine", "check", "--strict"], "PASSED"),
        (["check-wheel-contents"], "OK"),
        (["pyroma", "--min=10"], "10/10"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_packaging_tools_are_content(
    distributions: Distributions, command: list[str], content: str
) -> None:
    tool, *options = command
    checked = distributions.wheel if tool == "check-wheel-contents" else distributions.sdist
    ran = subprocess.run(
        [Path(sys.executable).with_name(tool), *options, checked], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert content in ran.stdout


def test_the_sdist_installs(distributions: Distributions, install: Install) -> None:
    binaries = install("--no-deps", distributions.sdist)
    code = "import onrecord, os; print(*sorted(os.listdir(onrecord.__path__[0])))"
    printed = subprocess.check_output([binaries / "python", "-Bc", code], cwd=binaries, text=True)
    folders = {name for name in printed.split() if "." not in name} - {"__pycache__"}
    assert folders == {"cli", "index", "search", "seeds", "web"}
