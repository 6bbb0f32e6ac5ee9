"""Every article of one index into another, of whatever engine, and the proof that it is there."""

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
from onrecord.index.indexing.pipeline import analyse
from onrecord.index.indexing.worker_pool import open_worker_pool
from onrecord.index.readers import ReadError
from onrecord.index.writer_protocol import FINGERPRINT_LENGTH, Writer
from onrecord.search.engines.base import Engine, iter_documents
from onrecord.search.errors import CopyMismatch
from onrecord.search.plan.nodes import MatchAll
from onrecord.search.results.sorting import Sort

BATCH_SIZE = 200  # articles handed to a worker at once
NO_FINGERPRINT = "0" * FINGERPRINT_LENGTH  # of an article whose source will be read anew


@dataclass
class CopyReport:
    """What a copy has done so far, and how much there is to do."""

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
    """How many articles an index holds, and a hash of them all, in order."""

    count: int
    sha256: str


def iter_articles(engine: Engine) -> Iterator[Article]:
    """Every article of an index, oldest first, a page at a time."""
    documents = iter_documents(engine, MatchAll(), Sort.OLDEST, BATCH_SIZE)
    return (document.article for document in documents)


def compute_digest(articles: Iterable[Article]) -> Digest:
    """The digest of articles: equal if and only if they are, field by field."""
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
    """Bring every article of one index into another, and check that both then hold the same.

    What is there already is skipped, so a copy that was broken off goes on where it was. Nobody
    can write either index meanwhile. CopyMismatch if the other holds anything else.
    """
    source.generation()  # or an index that is not there would be made by what follows
    reading, writing = source.writer(), target.writer()
    try:
        run = _Run(reading, writing, CopyReport(source.info().articles), on_progress)
        with open_worker_pool(workers) as pool:
            there = compute_digest(run.copying(iter_articles(source), pool))
        writing.finish()
    finally:
        writing.close()
        reading.close()
    return run.report, _checked(there, compute_digest(iter_articles(target)), run.report.refused)


def _checked(there: Digest, copied: Digest, refused: list[ReadError]) -> Digest:
    if refused:
        raise CopyMismatch(
            f"the copy lacks {len(refused):,} of {there.count:,} articles, which its engine does "
            f"not take; the first is {refused[0]}"
        )
    if there != copied:
        raise CopyMismatch(
            f"the copy has {copied.count:,} articles (sha256 {copied.sha256[:16]}), the original "
            f"{there.count:,} ({there.sha256[:16]}); copy into an index that holds nothing else"
        )
    return there


@dataclass
class _Run:
    reading: Writer
    writing: Writer
    report: CopyReport
    on_progress: Callable[[CopyReport], None]
    pending: deque[Future[list[Any]]] = field(default_factory=deque)
    uncommitted_bytes: int = 0
    committed_at: float = field(default_factory=time.monotonic)

    def copying(
        self, articles: Iterable[Article], pool: Callable[[], Executor | None]
    ) -> Iterator[Article]:
        """The articles as they pass by, each written if the copy lacks it."""
        coming = iter(articles)
        while batch := list(islice(coming, BATCH_SIZE)):
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
        prints, known = self.reading.fingerprints(sources), self.writing.fingerprints(sources)
        pairs = ((article, prints.get(article.source, NO_FINGERPRINT)) for article in batch)
        return [(article, print) for article, print in pairs if known.get(article.source) != print]

    def _submit(self, changed: list[tuple[Article, str]], executor: Executor | None) -> None:
        work = partial(_prepared, changed, self.writing.prepare)
        if executor is None:
            return self._take(work())
        self.pending.append(executor.submit(work))
        return self._drain(2 * (os.cpu_count() or 1))

    def _drain(self, most: int) -> None:
        """Take in what is ready, and wait while more than so many batches are under way."""
        while len(self.pending) > most or (self.pending and self.pending[0].done()):
            self._take(self.pending.popleft().result())

    def _take(self, prepared: list[Any]) -> None:
        for one in prepared:
            if isinstance(one, ReadError):
                self.report.refused.append(one)
            else:
                self.writing.add(one)
                self.report.copied += 1

    def _commit_if_due(self, size: int) -> None:
        self.uncommitted_bytes += size
        waited = time.monotonic() - self.committed_at
        if self.uncommitted_bytes >= COMMIT_BYTES or waited >= COMMIT_SECONDS:
            self._commit()

    def _commit(self) -> None:
        refused = self.writing.commit()
        self.report.refused += refused
        self.report.copied -= len(refused)
        self.uncommitted_bytes, self.committed_at = 0, time.monotonic()


def _prepared(changed: list[tuple[Article, str]], prepare: Callable[[Any], Any]) -> list[Any]:
    """The articles as the writer takes them; runs in worker processes."""
    return [_prepared_one(article, print, prepare) for article, print in changed]


def _prepared_one(article: Article, print: str, prepare: Callable[[Any], Any]) -> Any:
    try:
        return prepare(analyse(article, print))
    except ReadError as error:
        return error
