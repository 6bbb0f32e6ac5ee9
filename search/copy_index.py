"""Copies an index into another, of any engine, and verifies the copy."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from onrecord.index.article import Article
from onrecord.index.indexing.committer import Committer
from onrecord.index.indexing.record_preparation import analyse
from onrecord.index.indexing.worker_pool import WorkQueue, open_worker_pool
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
        report = CopyReport(source.info().articles)
        with open_worker_pool(workers) as pool:
            run = _CopyRun(reading, writing, report, on_progress, WorkQueue(pool))
            expected = compute_digest(run.copy(iter_articles(source)))
        writing.finish()
    finally:
        writing.close()
        reading.close()
    return report, _verify(expected, compute_digest(iter_articles(target)), report.refused)


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
    queue: WorkQueue
    committer: Committer = field(init=False)

    def __post_init__(self) -> None:
        self.committer = Committer(self.writing, self._refuse)

    def copy(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Writes the articles that the copy lacks; yields all of them."""
        remaining = iter(articles)
        while batch := list(islice(remaining, BATCH_SIZE)):
            changed = self._changed(batch)
            self.report.unchanged += len(batch) - len(changed)
            if changed:
                work = partial(_prepare_batch, changed, self.writing.prepare)
                self.queue.submit(work, self._take)
            self.on_progress(self.report)
            yield from batch
        self.queue.drain()
        self.committer.commit()

    def _changed(self, batch: Iterable[Article]) -> list[tuple[Article, str]]:
        sources = [article.source for article in batch]
        originals, copied = self.reading.fingerprints(sources), self.writing.fingerprints(sources)
        pairs = ((one, originals.get(one.source, NO_FINGERPRINT)) for one in batch)
        return [
            (one, fingerprint)
            for one, fingerprint in pairs
            if copied.get(one.source) != fingerprint
        ]

    def _take(self, prepared: list[tuple[Any, int]]) -> None:
        for result, size in prepared:
            if isinstance(result, ReadError):
                self.report.refused.append(result)
            else:
                self.committer.add(result, size)
                self.report.copied += 1
        self.committer.commit_if_due()

    def _refuse(self, refused: ReadError) -> None:
        self.report.refused.append(refused)
        self.report.copied -= 1


def _prepare_batch(
    changed: list[tuple[Article, str]], prepare: Callable[[Any], Any]
) -> list[tuple[Any, int]]:
    """The articles prepared for the writer, with their lengths; runs in worker processes."""
    return [(_prepare(one, fingerprint, prepare), len(one.text)) for one, fingerprint in changed]


def _prepare(article: Article, fingerprint: str, prepare: Callable[[Any], Any]) -> Any:
    try:
        return prepare(analyse(article, fingerprint))
    except ReadError as error:
        return error
