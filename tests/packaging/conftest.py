"""The wheel and the sdist, built once a session, and the wheel installed beside web.py."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]

Install = Callable[..., Path]


class Distributions(NamedTuple):
    wheel: Path
    sdist: Path


def uv(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *map(str, arguments)], check=True)


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    try:
        urlopen("https://pypi.org/simple/hatchling/", timeout=10).close()
    except OSError as error:
        pytest.skip(f"needs pypi.org: {error}")
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--out-dir", folder, ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Distributions(wheel, sdist)


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Installs into a new environment with nothing else in it, and returns its bin folder."""

    def new_environment(*options: object) -> Path:
        environment = tmp_path_factory.mktemp("environment")
        uv("venv", "--clear", "--python", sys.executable, environment)
        uv("pip", "install", "--python", environment, *options)
        return environment / "bin"

    return new_environment


@pytest.fixture(scope="session")
def installed(distributions: Distributions, install: Install) -> Path:
    """The bin folder of an environment with the wheel beside web.py, which is a module `web`."""
    return install(distributions.wheel, "web.py")
