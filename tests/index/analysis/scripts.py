"""Small programs run in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LONGEST = 120  # seconds, after which something hangs
_ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def output_of(script: str, *arguments: str, given: str = "", folder: Path = ROOT) -> str:
    """What a script prints; it must end well."""
    done = run(script, *arguments, given=given, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(
    script: str, *arguments: str, given: str = "", folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """The outcome of a script, once it and all it started have let go of its output."""
    return subprocess.run(
        _command(script, arguments, folder),
        input=given,
        cwd=folder,
        env=_ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )


def start(script: str, *arguments: str, folder: Path) -> subprocess.Popen[str]:
    """A script that runs beside the test; it is told to go on by closing its input."""
    return subprocess.Popen(
        _command(script, arguments, folder),
        cwd=folder,
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _command(script: str, arguments: tuple[str, ...], folder: Path) -> list[str]:
    if folder == ROOT:
        return [sys.executable, "-c", script, *arguments]
    file = folder / "driver.py"  # a file, as worker processes import what started them
    file.write_text(script, encoding="utf-8")
    return [sys.executable, str(file), *arguments]
