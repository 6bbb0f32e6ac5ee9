"""Limits failed logins by client address and by user name, so that guessing is hopeless."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from onrecord.search.errors import SearchError

WINDOW_SECONDS = 900
# The per-user limit is high, so that attackers cannot easily lock users out.
MAX_FAILURES = {"address": 10, "name": 100}
MAX_RECORDS = 20_000
LOCK_SECONDS = 10.0  # how long to wait for another process
TABLE = "CREATE TABLE IF NOT EXISTS attempts (at REAL, kind TEXT, value TEXT)"


class TooManyLoginAttempts(SearchError):
    """Too many logins have failed; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"too many failed logins: further attempts are blocked for {-(-retry_after // 60)} "
            "minutes"
        )
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, weakref_slot=True)
class LoginThrottle:
    """Counts the failures of the last WINDOW_SECONDS in a file that all workers share.

    The file is deleted with the server.
    """

    clock: Callable[[], float] = time.monotonic  # the same in all processes of a machine
    _folder: str = field(default_factory=partial(mkdtemp, prefix="onrecord-logins-"))

    def __post_init__(self) -> None:
        finalize(self, rmtree, self._folder)

    def begin(self, by: Mapping[str, str]) -> None:
        """Count an attempt as failed; TooManyLoginAttempts if no more are allowed."""
        now = self.clock()
        with self._transaction() as database:
            database.execute("DELETE FROM attempts WHERE at <= ?", (now - WINDOW_SECONDS,))
            wait = max(_wait(database, kind, value, now) for kind, value in by.items())
            if wait > 0:
                raise TooManyLoginAttempts(round(wait) + 1)
            rows = ((now, kind, value) for kind, value in by.items())
            database.executemany("INSERT INTO attempts VALUES (?, ?, ?)", rows)
            database.execute(  # keep the latest only, so that the file cannot grow
                "DELETE FROM attempts WHERE rowid <= (SELECT max(rowid) FROM attempts) - ?",
                (MAX_RECORDS,),
            )

    def succeed(self, by: Mapping[str, str]) -> None:
        """Take the last attempt back: it did not fail."""
        with self._transaction() as database:
            database.executemany(
                "DELETE FROM attempts WHERE rowid = "
                "(SELECT max(rowid) FROM attempts WHERE kind = ? AND value = ?)",
                by.items(),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        path = Path(self._folder) / "attempts.sqlite"
        with closing(sqlite3.connect(path, timeout=LOCK_SECONDS)) as database, database:
            database.execute("PRAGMA synchronous = OFF")  # it need not survive a crash
            database.execute(TABLE)
            database.execute("BEGIN IMMEDIATE")  # no other process counts in between
            yield database


def _wait(database: sqlite3.Connection, kind: str, value: str, now: float) -> float:
    """The seconds until the oldest attempt expires, if there have been too many."""
    count, oldest = database.execute(
        "SELECT count(*), min(at) FROM attempts WHERE kind = ? AND value = ?", (kind, value)
    ).fetchone()
    return float(oldest) + WINDOW_SECONDS - now if count >= MAX_FAILURES[kind] else 0.0
