"""When a run commits: a killed run has to repeat no more than this."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.index.readers import ReadError
from onrecord.index.writer_protocol import Writer

COMMIT_BYTES = 256 << 20  # of text between commits
COMMIT_SECONDS = 60.0


@dataclass
class Committer:
    """Passes changes to a writer and commits them in time; without changes it never commits."""

    writer: Writer
    on_refused: Callable[[ReadError], None]
    has_changes: bool = False  # since the last commit
    uncommitted_bytes: int = 0
    committed_at: float = field(default_factory=time.monotonic)

    def add(self, article: object, size: int = 0) -> None:
        self.writer.add(article)
        self.uncommitted_bytes += size
        self.has_changes = True

    def remove(self, source: str) -> None:
        self.writer.remove(source)
        self.has_changes = True

    def commit_if_due(self) -> None:
        waited = time.monotonic() - self.committed_at
        if self.uncommitted_bytes >= COMMIT_BYTES or waited >= COMMIT_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Commit if anything has changed, and report the articles that the engine refused."""
        if self.has_changes:
            for refused in self.writer.commit():
                self.on_refused(refused)
        self.has_changes = False
        self.uncommitted_bytes, self.committed_at = 0, time.monotonic()
