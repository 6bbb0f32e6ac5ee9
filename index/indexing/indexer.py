"""An indexing run: skip unchanged records, prepare the others in parallel, write, commit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from onrecord.index.indexing.committer import Committer
from onrecord.index.indexing.duplicate_ids import IdClaim, IdClaims
from onrecord.index.indexing.record_preparation import PreparedRecord, fingerprint, prepare
from onrecord.index.indexing.seen_sources import SeenSources
from onrecord.index.indexing.worker_pool import WorkQueue, open_worker_pool
from onrecord.index.readers import ReadError, Record, records
from onrecord.index.readers.stdin import NAME as STANDARD_INPUT
from onrecord.index.writer_protocol import Writer

BATCH_BYTES = 1 << 20  # of the records that a worker gets at once
BATCH_RECORDS = 1000
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
        before = writer.count()
        run = _Run(writer, listener or Listener(), WorkQueue(pool), claims)
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
    queue: WorkQueue
    claims: IdClaims
    report: IndexReport = field(default_factory=IndexReport)
    unknown: set[str] = field(default_factory=set)  # sources in progress that the index lacks
    new: int = 0  # articles added of such sources
    committer: Committer = field(init=False)

    def __post_init__(self) -> None:
        self.committer = Committer(self.writer, self._refuse)

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
        work = partial(prepare, batch, engine_prepare=self.writer.prepare)
        seen = len(batch) + self.report.added
        is_small = seen < MIN_PARALLEL_RECORDS and not self.queue.pending
        self.queue.submit(work, take, in_process=is_small)

    def finish(self) -> None:
        """Take all that is in progress and commit."""
        self.queue.drain()
        self.committer.commit()

    def _take(self, outcomes: list[PreparedRecord]) -> None:
        self.claims.note(outcomes)
        for outcome in outcomes:
            self.report.read_bytes += outcome.size
            is_new = outcome.source in self.unknown
            self.unknown.discard(outcome.source)
            if outcome.error is not None:
                self._fail(outcome.error)
                continue
            self.committer.add(outcome.article, outcome.size)
            self.report.added += 1
            self.new += is_new
        self.committer.commit_if_due()
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
        self.queue.drain()
        for claims in self.claims.contested():
            self._settle(claims)
        self.committer.commit()

    def _take_lost(self, outcomes: list[PreparedRecord]) -> None:
        for outcome in outcomes:
            if outcome.error is None:
                self.claims.note_lost(outcome)

    def _settle(self, claims: list[IdClaim]) -> None:
        *losers, winner = claims
        if winner.lost is not None:
            self.committer.add(winner.lost)
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
            self.committer.remove(source)
            self.report.removed += 1
        self.committer.commit()

    def _refuse(self, refused: ReadError) -> None:
        self.report.added -= 1
        self.claims.withdraw(refused.source)
        self._fail(refused)

    def _fail(self, error: ReadError) -> None:
        self.report.failures += 1
        self.listener.on_failure(error)


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
