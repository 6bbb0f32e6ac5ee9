"""Runs in processes of their own: killed in the middle, two at once, and how much they hold."""

from __future__ import annotations

import json
import random
import signal
import sys
from pathlib import Path

import pytest

from onrecord.search.engines.registry import open_engine
from onrecord.search.errors import IndexLocked
from tests.index.analysis.scripts import output_of, start
from tests.index.analysis.scripts import run as run_script
from tests.index.indexing.runs import held, run, write_rows

ENGINES = ["tantivy", "whoosh"]
ARTICLES = 400
INDEX = """
import os, signal, sys
from pathlib import Path
from onrecord.index.indexing import committer, indexer
from onrecord.search.engines.registry import open_engine

indexer.BATCH_BYTES = 2_000
committer.COMMIT_BYTES = 10_000


def index(workers, on_progress):
    writer = open_engine(sys.argv[1]).writer()
    listener = indexer.Listener(on_progress=on_progress)
    indexer.index_corpus(writer, [sys.argv[2]], workers=workers, listener=listener)
    writer.close()
"""
KILLED = f"""{INDEX}
def kill(report):
    if report.added >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    index(int(sys.argv[3]), kill)
"""
WAITING = f"""{INDEX}
def wait(report):
    if not sys.stdin.closed:
        print("indexing", flush=True)
        sys.stdin.read()
        sys.stdin.close()


if __name__ == "__main__":
    index(1, wait)
"""
MEASURED = """
import re, sys
from pathlib import Path
from onrecord.index.indexing import committer, indexer
from onrecord.search.engines.registry import open_engine

committer.COMMIT_BYTES = 4 << 20
held = [0]


def look(_report):  # only what is the process's own: index files mapped are the system's to drop
    status = Path("/proc/self/status").read_text()
    held.append(int(re.search(r"RssAnon:\\s+(\\d+) kB", status)[1]))


if __name__ == "__main__":
    writer = open_engine(sys.argv[1]).writer()
    listener = indexer.Listener(on_progress=look)
    report = indexer.index_corpus(writer, [sys.argv[2]], prune=True, workers=1, listener=listener)
    writer.close()
    print(report.added, max(held))
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of many small articles."""
    names = [f"{n:03}" for n in range(ARTICLES)]
    return write_rows(
        tmp_path_factory.mktemp("news") / "rows.jsonl", zip(names, names, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "added", "workers"),
    [
        ("tantivy", 1, 1),
        ("tantivy", 250, 2),
        ("whoosh", 250, 1),
        pytest.param("tantivy", 250, 1, marks=pytest.mark.slow),
        pytest.param("whoosh", 1, 1, marks=pytest.mark.slow),
        pytest.param("whoosh", 250, 2, marks=pytest.mark.slow),
    ],
)
def test_a_killed_run_loses_nothing_that_was_committed(
    tmp_path: Path, rows: Path, name: str, added: int, workers: int
) -> None:
    url = f"{name}:{tmp_path / 'index'}"
    # That this returns at all shows that no worker lives on with the output in its hands.
    killed = run_script(KILLED, url, str(rows), str(workers), str(added), folder=tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    engine = open_engine(url)
    before = held(engine)
    assert len(before) < ARTICLES
    assert len(before) > added - 120  # a commit or so behind
    report = run(engine, rows).report
    assert (report.unchanged, report.added) == (len(before), ARTICLES - len(before))
    assert [article.title for article in held(engine)] == [f"{n:03}" for n in range(ARTICLES)]
    engine.close()


@pytest.mark.parametrize("name", [pytest.param("tantivy", marks=pytest.mark.slow), "whoosh"])
def test_run_after_run_may_be_killed(tmp_path: Path, rows: Path, name: str) -> None:
    url = f"{name}:{tmp_path / 'index'}"
    sizes = []
    for _ in range(3):
        run_script(KILLED, url, str(rows), "1", "120", folder=tmp_path)
        sizes.append(len(held(open_engine(url))))
    assert sizes == sorted(set(sizes))  # each gets further
    run(open_engine(url), rows)
    assert len(held(open_engine(url))) == ARTICLES


@pytest.mark.parametrize("name", ENGINES)
def test_the_second_of_two_runs_is_told_of_the_first(tmp_path: Path, rows: Path, name: str) -> None:
    url = f"{name}:{tmp_path / 'index'}"
    with start(WAITING, url, str(rows), folder=tmp_path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "indexing\n"
        with pytest.raises(IndexLocked, match=f"process {first.pid} on .*driver.py {name}:"):
            open_engine(url).writer()
        with pytest.raises(IndexLocked):
            open_engine(url).writer(rebuild=True)
        first.communicate()
    assert first.returncode == 0
    assert len(held(open_engine(url))) == ARTICLES  # the second did no harm to the first
    open_engine(url).writer().close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path) -> None:
    small, large = (_peak(tmp_path, megabytes) for megabytes in (10, 40))
    assert large < 1.5 * small


def _peak(folder: Path, megabytes: int) -> int:
    """The most memory, in KB, that a process held to index this much text."""
    corpus = folder / f"{megabytes}.jsonl"
    count = _write_corpus(corpus, megabytes << 20)
    printed = output_of(MEASURED, f"tantivy:{folder / str(megabytes)}", str(corpus), folder=folder)
    added, peak = map(int, printed.split())
    assert added == count
    return peak


def _write_corpus(path: Path, size: int) -> int:
    """Generated articles of this many bytes; how many there are."""
    chance = random.Random(7)
    words = [f"{chance.choice('bcdfgklmnprst')}{n:x}" for n in range(20_000)]
    weights = [1 / (n + 10) for n in range(len(words))]
    paragraphs = [" ".join(chance.choices(words, weights, k=100)) for _ in range(5_000)]
    written = count = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            text = "\n\n".join(chance.choices(paragraphs, k=10))
            written += file.write(json.dumps({"title": f"Article {count}", "text": text}) + "\n")
            count += 1
    return count
