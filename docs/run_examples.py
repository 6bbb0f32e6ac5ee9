"""Runs commands on the seed articles for the README: its examples show what really comes out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_IS_ADDRESS = re.compile(r"    (?:https?://|seeds/|id [0-9a-f]{16}, )\S+")
_index = tempfile.TemporaryDirectory()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`onrecord` with these arguments, in the project's folder, on an index of its own."""
    plain = {"NO_COLOR": "1", "COLUMNS": "100", "ONRECORD_INDEX": f"{_index.name}/index"}
    return subprocess.run(
        [str(Path(sys.executable).with_name("onrecord")), *arguments],
        cwd=ROOT,
        env=os.environ | plain,
        capture_output=True,
        text=True,
        check=False,
    )


def shown(*arguments: str) -> str:
    """The command as typed and what it prints, as a fenced block."""
    done = run(*arguments)
    output = f"{done.stdout}{done.stderr}".rstrip()
    return f"```console\n$ onrecord {shlex.join(arguments)}\n{output}\n```\n"


def shortened(*arguments: str) -> str:
    """The same without the lines that say at which address and under which id a passage is."""
    lines = shown(*arguments).splitlines(keepends=True)
    return "".join(line for line in lines if not _IS_ADDRESS.match(line))


run("index", "seeds")
