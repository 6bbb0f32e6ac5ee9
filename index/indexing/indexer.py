"""An indexing run: skip unchanged records, prepare the others in parallel, write, commit."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from onrecord.index.indexing.duplicate_ids import IdClaim, IdClaims
from onrecord.index.indexing.record_preparation import PreparedRecord, fingerprint, prepare
from onrecord.index.indexing.seen_sources import SeenSources
from onrecord.index.indexing.worker_pool import open_worker_pool
from onrecord.index.readers import ReadError, Record, records
from onrecord.index.readers.stdin import NAME as STANDARD_INPUT
from onrecord.index.writer_protocol import Writer

BATCH_BYTES = 1 << 20  # of the records that a worker gets at once
BATCH_RECORDS = 1000
COMMIT_BYTES = 256 << 20  # of text between commits: what a killed run may have to read again
COMMIT_SECONDS = 60.0
MIN_PARALLEL_RECORDS = 65  # fewer are not worth starting processes for

Batch = list[Record | ReadError]
TakeOutcomes = Callable[[list[PreparedRecord]], None]


@dataclass
class IndexReport:
    """What a run has done so far. `read_bytes` counts the bytes of all records seen."""

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
    """Callbacks of a run: for each failure as it happens, and for progress."""

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
    """Bring an index up to date with files and folders; with `prune`, remove what is gone there.

    Unchanged articles are skipped. A run killed at any moment keeps what it has committed, and
    the next run does the rest.
    """
    paths = list(paths)
    with (
        closing(SeenSources(paths)) as seen,
        closing(IdClaims()) as claims,
        open_worker_pool(workers) as pool,
    ):
        run, before = _Run(writer, listener or Listener(), pool, claims), writer.count()
        for batch in _batches(seen.noting(records(paths)) if prune else records(paths)):
            run.submit_changed(batch)
        run.finish()
        if displaced := before + run.new - writer.count():
            files = [path for path in paths if path != STANDARD_INPUT]  # read only once
            run.settle_duplicates(files if displaced > claims.duplicates() else [])
        if prune:
            run.remove(seen.gone(writer.sources()))
    writer.finish()
    return run.report


@dataclass
class _Run:
    writer: Writer
    listener: Listener
    pool: Callable[[], Executor | None]
    claims: IdClaims
    report: IndexReport = field(default_factory=IndexReport)
    pending: deque[tuple[Future[list[PreparedRecord]], TakeOutcomes]] = field(default_factory=deque)
    unknown: set[str] = field(default_factory=set)  # sources in progress that the index lacks
    new: int = 0  # articles added of such sources
    has_changes: bool = False  # since the last commit
    uncommitted_bytes: int = 0
    committed_at: float = field(default_factory=time.monotonic)

    def submit_changed(self, batch: Batch) -> None:
        """Report the errors of a batch, skip its unchanged records and submit the others."""
        for error in batch:
            if isinstance(error, ReadError):
                self._fail(error)
        found = [record for record in batch if isinstance(record, Record)]
        known = self.writer.fingerprints([record.source for record in found])
        self.unknown.update(r.source for r in found if r.source not in known)
        changed = [r for r in found if known.get(r.source) != fingerprint(r)]
        self.report.unchanged += len(found) - len(changed)
        self.report.read_bytes += sum(r.size for r in found) - sum(r.size for r in changed)
        self.listener.on_progress(self.report)
        if changed:
            self._submit(changed, self._take)

    def _submit(self, batch: list[Record], take: TakeOutcomes) -> None:
        """Hand a batch to a worker; take what is ready, and wait if too much is in progress."""
        work = partial(prepare, engine_prepare=self.writer.prepare)
        is_small = len(batch) + self.report.added < MIN_PARALLEL_RECORDS and not self.pending
        executor = None if is_small else self.pool()
        if executor is None:
            return take(work(batch))
        self.pending.append((executor.submit(work, batch), take))
        while len(self.pending) > 2 * (os.cpu_count() or 1) or (
            self.pending and self.pending[0][0].done()
        ):
            self._take_next()
        return None

    def finish(self) -> None:
        """Take all that is in progress and commit."""
        while self.pending:
            self._take_next()
        self._commit()

    def _take_next(self) -> None:
        future, take = self.pending.popleft()
        take(future.result())

    def _take(self, outcomes: list[PreparedRecord]) -> None:
        self.claims.note(outcomes)
        for outcome in outcomes:
            self.report.read_bytes += outcome.size
            is_new = outcome.source in self.unknown
            self.unknown.discard(outcome.source)
            if outcome.error is not None:
                self._fail(outcome.error)
                continue
            self._add(outcome.article, outcome.size)
            self.report.added += 1
            self.new += is_new
        waited = time.monotonic() - self.committed_at
        if self.uncommitted_bytes >= COMMIT_BYTES or waited >= COMMIT_SECONDS:
            self._commit()
        self.listener.on_progress(self.report)

    def settle_duplicates(self, paths: Iterable[str]) -> None:
        """Give each contested id to its last source in reading order; report the others.

        Reads these files again, but prepares only records that lost their article in this run.
        """
        position = 0
        for batch in _batches(records(paths)):
            found = [record for record in batch if isinstance(record, Record)]
            sources = [record.source for record in found]
            known = self.writer.fingerprints(sources)
            lost = [r for r in found if r.source not in known and self.claims.open(r.source)]
            self.claims.order(position, sources)
            position += len(sources)
            if lost:
                self._submit(lost, self._take_lost)
        while self.pending:
            self._take_next()
        for claims in self.claims.contested():
            self._settle(claims)
        self._commit()

    def _take_lost(self, outcomes: list[PreparedRecord]) -> None:
        for outcome in outcomes:
            if outcome.error is None:
                self.claims.note_lost(outcome)

    def _settle(self, claims: list[IdClaim]) -> None:
        *losers, winner = claims
        if winner.lost is not None:
            self._add(winner.lost)
        for loser in losers:
            if loser.lost is None:
                self.report.added -= 1
            else:
                self.report.unchanged -= 1
            reason = f"has the same id as {winner.source}, which stays; give each its own"
            self._fail(ReadError(loser.source, reason))

    def remove(self, sources: Iterable[str]) -> None:
        """Remove the articles of sources that are gone, and commit."""
        for source in sources:
            self.writer.remove(source)
            self.report.removed += 1
            self.has_changes = True
        self._commit()

    def _add(self, article: object, size: int = 0) -> None:
        self.writer.add(article)
        self.uncommitted_bytes += size
        self.has_changes = True

    def _fail(self, error: ReadError) -> None:
        self.report.failures += 1
        self.listener.on_failure(error)

    def _commit(self) -> None:
        """Commit if anything has changed: a run without changes leaves the index as it was."""
        if self.has_changes:
            for refused in self.writer.commit():
                self.report.added -= 1
                self.claims.withdraw(refused.source)
                self._fail(refused)
        self.has_changes = False
        self.uncommitted_bytes, self.committed_at = 0, time.monotonic()


def _batches(found: Iterable[Record | ReadError]) -> Iterator[Batch]:
    """Batches of about BATCH_BYTES."""
    batch: Batch = []
    size = 0
    for record in found:
        batch.append(record)
        size += record.size if isinstance(record, Record) else 0
        if size >= BATCH_BYTES or len(batch) >= BATCH_RECORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
