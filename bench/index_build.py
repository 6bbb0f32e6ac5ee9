"""Builds one index in a process of its own and measures that: time, memory, size.

`python -m bench.index_build NAME ARTICLES FOLDER` is that process.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.measurements import Build, Corpus
from bench.systems import load

KIB = 1024
SAMPLE_SECONDS = 0.1


def measure_build(
    name: str, articles: Path, corpus: Corpus, folder: Path, *, watched: bool = True
) -> Build:
    """Builds the index anew; raises ChildProcessError with the last words of one that failed.

    One that is not watched has no peak of memory, and is quicker for that: to count the pages of
    processes takes time from them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "bench.index_build", name, str(articles), str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        peak = peak_while_running(process) if watched else (0, 0)
        out, errors = process.communicate()
    if process.returncode:
        raise ChildProcessError(last_line(errors))
    told = json.loads(out)
    index_bytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Build(corpus, told["seconds"], index_bytes, told["peak_process"], *peak)


def last_line(errors: str) -> str:
    """What a failed process said at the end."""
    return (errors.strip().splitlines() or ["no message"])[-1]


def peak_while_running(process: subprocess.Popen[str]) -> tuple[int, int]:
    """The most that the process and its descendants had in memory, and held, at one time."""
    present = held = 0
    while True:
        now = [pages_of(pid) for pid in family(process.pid)]
        present = max(present, sum(one for one, _ in now))
        held = max(held, sum(one for _, one in now))
        try:
            process.wait(SAMPLE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return present, held


def family(pid: int) -> list[int]:
    """A process and its descendants; only itself without /proc."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for t in tasks for child in (t / "children").read_text().split()]
    except OSError:  # ended meanwhile, or not Linux
        children = []
    return [pid, *(one for child in children for one in family(child))]


def pages_of(pid: int) -> tuple[int, int]:
    """The bytes of a process in memory, shared pages in part; and those that no file backs."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0, 0
    return proportional_bytes(rollup, "Pss"), proportional_bytes(rollup, "Pss_Anon")


def proportional_bytes(rollup: str, name: str) -> int:
    """A line of /proc/PID/smaps_rollup; 0 if there is none of this name."""
    sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith(f"{name}:")]
    return sum(map(int, sizes)) * KIB


def peak_process() -> int:
    """The largest of this process and of those it waited for, in bytes."""
    unit = 1 if sys.platform == "darwin" else KIB
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit


def main(name: str, articles: str, folder: str) -> None:
    """Builds the index in this process and prints what it took as JSON."""
    peer = load(name)
    start = time.perf_counter()
    peer.build(Path(articles), Path(folder))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_process": peak_process()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
