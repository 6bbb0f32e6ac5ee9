"""Times whole processes: a search on the command line, and what Python needs at the least."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.index_build import last_line
from bench.measurements import ColdStart

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMES = 10
IMPORTS = (sys.executable, "-c", "import click, tantivy")


def cold_start(search: Sequence[str], times: int = TIMES) -> ColdStart:
    """Both commands in turn, after one run of each that does not count."""
    pairs = [(process_ms(search), process_ms(IMPORTS)) for _ in range(times + 1)][1:]
    searches, imports = zip(*pairs, strict=True)
    return ColdStart(searches, imports)


def process_ms(command: Sequence[str]) -> float:
    """How long the command takes from start to end; ChildProcessError when it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    milliseconds = (time.perf_counter() - start) * 1000
    if done.returncode:
        raise ChildProcessError(last_line(done.stderr))
    return milliseconds
