"""Copies an index into another, of any engine, and verifies the copy."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from onrecord.index.article import Article
from onrecord.index.indexing.indexer import COMMIT_BYTES, COMMIT_SECONDS
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.indexing.worker_pool import open_worker_pool
from onrecord.index.readers import ReadError
from onrecord.index.writer_protocol import FINGERPRINT_LENGTH, Writer
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.errors import CopyMismatch
from onrecord.search.plan.plan_nodes import MatchAll
from onrecord.search.results.sorting import Sort

BATCH_SIZE = 200  # articles per worker task
NO_FINGERPRINT = "0" * FINGERPRINT_LENGTH  # of an article whose source must be read again


@dataclass
class CopyReport:
    """Progress of a copy."""

    total: int
    copied: int = 0
    unchanged: int = 0
    refused: list[ReadError] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def seen(self) -> int:
        return self.copied + self.unchanged


@dataclass(frozen=True, slots=True)
class Digest:
    """The number of articles and a hash of all of them, in order."""

    count: int
    sha256: str


def iter_articles(engine: Engine) -> Iterator[Article]:
    """Every article of an index, oldest first."""
    documents = iter_documents(engine, MatchAll(), Sort.OLDEST, BATCH_SIZE)
    return (document.article for document in documents)


def compute_digest(articles: Iterable[Article]) -> Digest:
    """A digest that differs if any field of any article does."""
    count, whole = 0, hashlib.sha256()
    for article in articles:
        count += 1
        line = json.dumps(asdict(article), sort_keys=True, default=str)
        whole.update(f"{line}\n".encode())
    return Digest(count, whole.hexdigest())


def copy_index(
    source: Engine,
    target: Engine,
    *,
    workers: int | None = None,
    on_progress: Callable[[CopyReport], None] = lambda _report: None,
) -> tuple[CopyReport, Digest]:
    """Copies every article, then compares both indexes; CopyMismatch if they differ.

    Articles already there are skipped, so an interrupted copy resumes. Both indexes are locked.
    """
    source.generation()  # raises if the index is missing; a writer would create it
    reading, writing = source.writer(), target.writer()
    try:
        run = _CopyRun(reading, writing, CopyReport(source.info().articles), on_progress)
        with open_worker_pool(workers) as pool:
            expected = compute_digest(run.copy(iter_articles(source), pool))
        writing.finish()
    finally:
        writing.close()
        reading.close()
    return run.report, _verify(expected, compute_digest(iter_articles(target)), run.report.refused)


def _verify(expected: Digest, copied: Digest, refused: list[ReadError]) -> Digest:
    if refused:
        raise CopyMismatch(
            f"the target refused {len(refused):,} of {expected.count:,} articles; the first is "
            f"{refused[0]}"
        )
    if expected != copied:
        raise CopyMismatch(
            f"the copy has {copied.count:,} articles (sha256 {copied.sha256[:16]}), the original "
            f"{expected.count:,} ({expected.sha256[:16]}); copy into an empty index"
        )
    return expected


@dataclass
class _CopyRun:
    reading: Writer
    writing: Writer
    report: CopyReport
    on_progress: Callable[[CopyReport], None]
    pending: deque[Future[list[Any]]] = field(default_factory=deque)
    has_changes: bool = False  # since the last commit
    uncommitted_bytes: int = 0
    committed_at: float = field(default_factory=time.monotonic)

    def copy(
        self, articles: Iterable[Article], pool: Callable[[], Executor | None]
    ) -> Iterator[Article]:
        """Writes the articles that the copy lacks; yields all of them."""
        remaining = iter(articles)
        while batch := list(islice(remaining, BATCH_SIZE)):
            changed = self._changed(batch)
            self.report.unchanged += len(batch) - len(changed)
            if changed:
                self._submit(changed, pool())
            self._commit_if_due(sum(len(article.text) for article, _ in changed))
            self.on_progress(self.report)
            yield from batch
        self._drain(0)
        self._commit()

    def _changed(self, batch: Iterable[Article]) -> list[tuple[Article, str]]:
        sources = [article.source for article in batch]
        originals, copied = self.reading.fingerprints(sources), self.writing.fingerprints(sources)
        pairs = ((one, originals.get(one.source, NO_FINGERPRINT)) for one in batch)
        return [
            (one, fingerprint)
            for one, fingerprint in pairs
            if copied.get(one.source) != fingerprint
        ]

    def _submit(self, changed: list[tuple[Article, str]], executor: Executor | None) -> None:
        work = partial(_prepare_batch, changed, self.writing.prepare)
        if executor is None:
            return self._take(work())
        self.pending.append(executor.submit(work))
        return self._drain(2 * (os.cpu_count() or 1))

    def _drain(self, max_pending: int) -> None:
        """Writes finished batches; waits while more than `max_pending` are unfinished."""
        while len(self.pending) > max_pending or (self.pending and self.pending[0].done()):
            self._take(self.pending.popleft().result())

    def _take(self, prepared: list[Any]) -> None:
        for result in prepared:
            if isinstance(result, ReadError):
                self.report.refused.append(result)
            else:
                self.writing.add(result)
                self.report.copied += 1
                self.has_changes = True

    def _commit_if_due(self, size: int) -> None:
        self.uncommitted_bytes += size
        waited = time.monotonic() - self.committed_at
        if self.uncommitted_bytes >= COMMIT_BYTES or waited >= COMMIT_SECONDS:
            self._commit()

    def _commit(self) -> None:
        if self.has_changes:
            refused = self.writing.commit()
            self.report.refused += refused
            self.report.copied -= len(refused)
        self.has_changes = False
        self.uncommitted_bytes, self.committed_at = 0, time.monotonic()


def _prepare_batch(changed: list[tuple[Article, str]], prepare: Callable[[Any], Any]) -> list[Any]:
    """The articles prepared for the writer; runs in worker processes."""
    return [_prepare(article, fingerprint, prepare) for article, fingerprint in changed]


def _prepare(article: Article, fingerprint: str, prepare: Callable[[Any], Any]) -> Any:
    try:
        return prepare(analyse(article, fingerprint))
    except ReadError as error:
        return error
