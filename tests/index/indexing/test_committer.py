"""A run commits when enough text or time has passed, and never without a change."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.index.indexing import committer
from onrecord.index.indexing.committer import Committer
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.readers import ReadError
from onrecord.search.engines.memory import MemoryEngine, MemoryWriter
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES

LIMITS = [  # (bytes and seconds of a commit, size of each article, commits of three articles)
    (100, 60.0, 99, 1),
    (100, 60.0, 100, 3),
    (100, 60.0, 50, 1),  # after the second article; the third waits
    (10**9, 0.0, 1, 3),
]


@pytest.mark.parametrize(("size", "seconds", "length", "commits"), LIMITS)
def test_commits_in_time(
    monkeypatch: pytest.MonkeyPatch, size: int, seconds: float, length: int, commits: int
) -> None:
    monkeypatch.setattr(committer, "COMMIT_BYTES", size)
    monkeypatch.setattr(committer, "COMMIT_SECONDS", seconds)
    engine = open_engine("memory:")
    writer = engine.writer()
    started = int(engine.generation())
    changes = Committer(writer, lambda error: pytest.fail(str(error)))
    for one in ARTICLES[:3]:
        changes.add(writer.prepare(analyse(one)), length)
        changes.commit_if_due()
    assert int(engine.generation()) - started == commits


def test_the_defaults_bound_what_a_killed_run_repeats() -> None:
    assert (committer.COMMIT_BYTES, committer.COMMIT_SECONDS) == (256 * 1024 * 1024, 60.0)


class CountedWriter(MemoryWriter):
    """A writer that counts all its commits, of changes or not."""

    commit_calls = 0

    def commit(self) -> Sequence[ReadError]:
        self.commit_calls += 1
        return super().commit()


def test_the_writer_is_not_asked_to_commit_nothing() -> None:
    engine = MemoryEngine()
    writer = CountedWriter(engine, engine)
    changes = Committer(writer, lambda error: pytest.fail(str(error)))
    for calls in (1, 2):
        changes.remove("a.txt")
        changes.commit()
        changes.commit()
        assert writer.commit_calls == calls


def test_without_a_change_there_is_no_commit() -> None:
    engine = open_engine("memory:")
    writer = engine.writer()
    changes = Committer(writer, lambda error: pytest.fail(str(error)))
    before = engine.generation()
    changes.commit()
    assert engine.generation() == before
    changes.add(writer.prepare(analyse(ARTICLES[0])))
    changes.commit()
    changes.commit()
    changed = engine.generation()
    assert changed != before
    changes.remove(ARTICLES[0].source)
    changes.commit()
    assert engine.generation() != changed
    assert writer.count() == 0
