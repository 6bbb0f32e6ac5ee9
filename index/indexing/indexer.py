"""Articles into an index: skip the unchanged, prepare in parallel, write, commit in batches."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial

from onrecord.index.indexing.duplicate_ids import contested
from onrecord.index.indexing.pipeline import PreparedRecord, fingerprint, prepare, size_of
from onrecord.index.indexing.stale_sources import SeenSources
from onrecord.index.indexing.worker_pool import open_worker_pool
from onrecord.index.readers import ReadError, Record, records
from onrecord.index.writer_protocol import Writer

BATCH_BYTES = 1 << 20  # handed to a worker at once
COMMIT_BYTES = 256 << 20  # text between commits: what a killed run may have to read again
COMMIT_SECONDS = 60.0
FEW = 64  # records not worth starting processes for


@dataclass
class IndexReport:
    """What a run has done so far. `read_bytes` counts what was taken from the sources."""

    added: int = 0
    unchanged: int = 0
    removed: int = 0
    failures: int = 0
    read_bytes: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def seen(self) -> int:
        return self.added + self.unchanged + self.failures


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: of each failure as it happens, and of progress now and then."""

    on_failure: Callable[[ReadError], None] = lambda _error: None
    on_progress: Callable[[IndexReport], None] = lambda _report: None


def index_corpus(
    writer: Writer,
    paths: Iterable[str],
    *,
    prune: bool = False,
    workers: int | None = None,
    listener: Listener | None = None,
) -> IndexReport:
    """Bring an index up to date with files and folders; with `prune`, drop what is gone there.

    Unchanged articles are skipped. What was committed survives a run killed at any moment, and
    the next run does the rest.
    """
    paths = list(paths)
    with SeenSources(paths) as seen, open_worker_pool(workers) as pool:
        run, before = _Run(writer, listener or Listener(), pool), writer.count()
        for batch in run.changed_batches(seen.noting(records(paths)) if prune else records(paths)):
            run.submit(batch)
        run.finish()
        if writer.count() < before + run.new:
            run.settle(contested(paths, writer))
        if prune:
            run.remove(seen.gone(writer.sources()))
    writer.finish()
    return run.report


@dataclass
class _Run:
    writer: Writer
    listener: Listener
    pool: Callable[[], Executor | None]
    report: IndexReport = field(default_factory=IndexReport)
    pending: deque[Future[list[PreparedRecord]]] = field(default_factory=deque)
    unknown: set[str] = field(default_factory=set)  # sources under way that the index has not
    new: int = 0  # articles added of such sources
    refused: set[str] = field(default_factory=set)  # sources that the engine did not take
    is_changed: bool = False  # since the last commit
    uncommitted_bytes: int = 0
    committed_at: float = field(default_factory=time.monotonic)

    def changed_batches(self, found: Iterable[Record | ReadError]) -> Iterator[list[Record]]:
        """Records that are new or changed, in batches of about BATCH_BYTES."""
        for batch in _batches(found):
            for error in batch:
                if isinstance(error, ReadError):
                    self._fail(error)
            read = [record for record in batch if isinstance(record, Record)]
            changed = self._changed(read)
            self._skip(read, changed)
            if changed:
                yield changed

    def _changed(self, batch: list[Record]) -> list[Record]:
        known = self.writer.fingerprints([record.source for record in batch])
        self.unknown.update(r.source for r in batch if r.source not in known)
        return [r for r in batch if r.source not in known or known[r.source] != fingerprint(r)]

    def submit(self, batch: list[Record]) -> None:
        """Hand a batch to a worker; take in what is ready, and wait when too much is under way."""
        work = partial(prepare, engine_part=self.writer.prepare)
        executor = self.pool() if len(batch) + self.report.added > FEW else None
        if executor is None:
            return self._take(work(batch))
        self.pending.append(executor.submit(work, batch))
        while len(self.pending) > 2 * (os.cpu_count() or 1) or (
            self.pending and self.pending[0].done()
        ):
            self._take(self.pending.popleft().result())
        return None

    def finish(self) -> None:
        """Take in what is under way and commit."""
        while self.pending:
            self._take(self.pending.popleft().result())
        self._commit()

    def settle(self, contested: Iterable[tuple[str, Record]]) -> None:
        """Put these in once more, in order; each that gives way to a later one is told."""
        last: dict[str, str] = {}
        for identity, record in contested:
            if record.source in self.refused:
                continue
            if identity in last:
                self._give_way(last[identity], record.source)
            last[identity] = record.source
            (again,) = prepare([record], self.writer.prepare)
            if again.error is None:
                self._add(again)
        self._commit()

    def _give_way(self, source: str, later: str) -> None:
        self.report.added -= 1
        self._fail(ReadError(source, f"has the same id as {later}, which stays; give each its own"))

    def remove(self, sources: Iterable[str]) -> None:
        for source in sources:
            self.writer.remove(source)
            self.report.removed += 1
            self.is_changed = True
        self._commit()

    def _take(self, outcomes: list[PreparedRecord]) -> None:
        for outcome in outcomes:
            self.report.read_bytes += outcome.size
            is_new = outcome.source in self.unknown
            self.unknown.discard(outcome.source)
            if outcome.error is not None:
                self._fail(outcome.error)
                continue
            self._add(outcome)
            self.report.added += 1
            self.new += is_new
        self._commit_if_due()
        self.listener.on_progress(self.report)

    def _add(self, outcome: PreparedRecord) -> None:
        self.writer.add(outcome.article)
        self.uncommitted_bytes += outcome.size
        self.is_changed = True

    def _skip(self, read: list[Record], changed: list[Record]) -> None:
        self.report.unchanged += len(read) - len(changed)
        self.report.read_bytes += sum(map(size_of, read)) - sum(map(size_of, changed))
        self.listener.on_progress(self.report)

    def _fail(self, error: ReadError) -> None:
        self.report.failures += 1
        self.listener.on_failure(error)

    def _commit_if_due(self) -> None:
        waited = time.monotonic() - self.committed_at
        if self.uncommitted_bytes >= COMMIT_BYTES or waited >= COMMIT_SECONDS:
            self._commit()

    def _commit(self) -> None:
        """Commit what has changed; a run that changes nothing leaves the index as it was."""
        if self.is_changed:
            for refused in self.writer.commit():
                self.report.added -= 1
                self.refused.add(refused.source)
                self._fail(refused)
        self.is_changed = False
        self.uncommitted_bytes, self.committed_at = 0, time.monotonic()


def _batches(found: Iterable[Record | ReadError]) -> Iterator[list[Record | ReadError]]:
    batch: list[Record | ReadError] = []
    size = 0
    for record in found:
        batch.append(record)
        size += size_of(record) if isinstance(record, Record) else 0
        if size >= BATCH_BYTES or len(batch) >= 1000:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
