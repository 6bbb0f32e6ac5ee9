"""Builds an index in a process of its own and measures its time, memory and size.

`python -m bench.index_build SYSTEM ARTICLES FOLDER` is that process.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.measurements import Build, CorpusSize
from bench.systems import load

KIB = 1024
SAMPLE_SECONDS = 0.1


def measure_build(
    system: str, articles: Path, corpus: CorpusSize, folder: Path, *, sample_memory: bool = True
) -> Build:
    """Build the index from scratch; ChildProcessError with the last line of a failed build.

    Sampling slows the build down, as it counts the pages of each process.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "bench.index_build", system, str(articles), str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        peak = sample_peak(process) if sample_memory else (0, 0)
        out, errors = process.communicate()
    if process.returncode:
        raise ChildProcessError(last_line(errors))
    result = json.loads(out)
    index_bytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Build(corpus, result["seconds"], index_bytes, result["peak_rss"], *peak)


def last_line(errors: str) -> str:
    """The last thing a failed process said."""
    return (errors.strip().splitlines() or ["no message"])[-1]


def sample_peak(process: subprocess.Popen[str]) -> tuple[int, int]:
    """The largest proportional and anonymous memory of the process tree while it runs."""
    pss = anonymous = 0
    while True:
        sizes = [memory_of(pid) for pid in process_tree(process.pid)]
        pss = max(pss, sum(one for one, _ in sizes))
        anonymous = max(anonymous, sum(one for _, one in sizes))
        try:
            process.wait(SAMPLE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return pss, anonymous


def process_tree(pid: int) -> list[int]:
    """A process and its descendants; without /proc only itself."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for t in tasks for child in (t / "children").read_text().split()]
    except OSError:  # ended meanwhile, or not Linux
        children = []
    return [pid, *(one for child in children for one in process_tree(child))]


def memory_of(pid: int) -> tuple[int, int]:
    """The proportional set size of a process in bytes, and its anonymous part."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0, 0
    return rollup_bytes(rollup, "Pss"), rollup_bytes(rollup, "Pss_Anon")


def rollup_bytes(rollup: str, name: str) -> int:
    """The named line of /proc/PID/smaps_rollup, or 0."""
    sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith(f"{name}:")]
    return sum(map(int, sizes)) * KIB


def peak_rss() -> int:
    """The largest of this process and the children it waited for, in bytes."""
    unit = 1 if sys.platform == "darwin" else KIB
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit


def main(system: str, articles: str, folder: str) -> None:
    """Build the index in this process and print time and memory as JSON."""
    peer = load(system)
    start = time.perf_counter()
    peer.build(Path(articles), Path(folder))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_rss": peak_rss()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
