"""How often one may try to log in: guessing a password has to be hopeless."""

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
# Many a name, or one would lock a colleague out by failing in his name from everywhere.
MAX_FAILURES = {"address": 10, "name": 100}
MAX_ATTEMPTS = 20_000
SECONDS_TO_WAIT = 10.0  # for another process that counts
TABLE = "CREATE TABLE IF NOT EXISTS made (at REAL, kind TEXT, who TEXT)"


class TooManyLoginAttempts(SearchError):
    """Wrong passwords have come too often; `retry_after` are the seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"too many attempts to log in have failed; try again in {-(-retry_after // 60)} minutes"
        )
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, weakref_slot=True)
class LoginThrottle:
    """The attempts of the last minutes, by address and by name.

    They are in a file that is gone with the server: all its processes count together.
    """

    clock: Callable[[], float] = time.monotonic  # one for all processes of a machine
    _folder: str = field(default_factory=partial(mkdtemp, prefix="onrecord-attempts-"))

    def __post_init__(self) -> None:
        finalize(self, rmtree, self._folder)

    def begin(self, by: Mapping[str, str]) -> None:
        """Count an attempt as failed; TooManyLoginAttempts if no more are allowed."""
        now = self.clock()
        with self._counting() as made:
            made.execute("DELETE FROM made WHERE at <= ?", (now - WINDOW_SECONDS,))
            waiting = max(_wait(made, kind, who, now) for kind, who in by.items())
            if waiting > 0:
                raise TooManyLoginAttempts(round(waiting) + 1)
            made.executemany(
                "INSERT INTO made VALUES (?, ?, ?)", ((now, *who) for who in by.items())
            )
            made.execute(
                "DELETE FROM made WHERE rowid <= (SELECT max(rowid) FROM made) - ?",
                (MAX_ATTEMPTS,),  # the latest: the file is bounded whatever comes
            )

    def succeed(self, by: Mapping[str, str]) -> None:
        """Take back the last attempt: only failures count."""
        with self._counting() as made:
            made.executemany(
                "DELETE FROM made WHERE rowid = "
                "(SELECT max(rowid) FROM made WHERE kind = ? AND who = ?)",
                by.items(),
            )

    @contextmanager
    def _counting(self) -> Iterator[sqlite3.Connection]:
        """The file for one change, which no other process makes at the same time."""
        path = Path(self._folder) / "attempts.sqlite"
        with closing(sqlite3.connect(path, timeout=SECONDS_TO_WAIT)) as database, database:
            database.execute("PRAGMA synchronous = OFF")  # it need not outlive the machine
            database.execute(TABLE)
            database.execute("BEGIN IMMEDIATE")
            yield database


def _wait(made: sqlite3.Connection, kind: str, who: str, now: float) -> float:
    """The seconds until the oldest attempt is forgotten, if there have been too many."""
    count, oldest = made.execute(
        "SELECT count(*), min(at) FROM made WHERE kind = ? AND who = ?", (kind, who)
    ).fetchone()
    return float(oldest) + WINDOW_SECONDS - now if count >= MAX_FAILURES[kind] else 0.0
