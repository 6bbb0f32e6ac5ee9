"""Records with the same id: the last one in reading order keeps it, the others are reported.

Adding a record removes the article that had its id. If the source of that article is unchanged,
the run has skipped it, although it may come later in reading order. So a run that ends with fewer
articles than it should have looks for sources that lost theirs, and gives each id to its owner.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from onrecord.index.indexing.record_preparation import PreparedRecord

_SCHEMA = """create table claims (
    number integer primary key, source text unique, id text, position integer default -1,
    lost blob
)"""
_CONTESTED = """select id, source, lost from claims where id in (
    select id from claims where id is not null group by id having count(*) > 1
) order by id, position, number"""


@dataclass(frozen=True, slots=True)
class IdClaim:
    """A source's claim to an id; `lost` is its prepared article if the run has displaced it."""

    source: str
    lost: Any = None


class IdClaims:
    """Which source claims which id, on disk: a run may add more articles than memory holds."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")  # a temporary file, gone with the connection
        self._rows.execute(_SCHEMA)

    def close(self) -> None:
        self._rows.close()

    def note(self, outcomes: Iterable[PreparedRecord]) -> None:
        """Records the ids of what the run has prepared; without an id, that it was tried."""
        rows = [(outcome.source, outcome.id) for outcome in outcomes]
        self._rows.executemany("insert or replace into claims (source, id) values (?, ?)", rows)

    def withdraw(self, source: str) -> None:
        """Drops the claim of a source that the engine has refused."""
        self._rows.execute("update claims set id = null where source = ?", [source])

    def duplicates(self) -> int:
        """The number of claims less the number of ids."""
        query = "select count(id) - count(distinct id) from claims"
        return int(self._rows.execute(query).fetchone()[0])

    def open(self, source: str) -> bool:
        """Adds a source whose id is not known yet; False if the run has prepared it."""
        rows = self._rows.execute("insert or ignore into claims (source) values (?)", [source])
        return rows.rowcount == 1

    def order(self, first: int, sources: Sequence[str]) -> None:
        """Sets the reading order of the claims among these sources, counted from `first`."""
        rows = enumerate(sources, start=first)
        self._rows.executemany("update claims set position = ? where source = ?", rows)

    def note_lost(self, outcome: PreparedRecord) -> None:
        """Records the id of a source that lost its article, and the article to restore."""
        row = (outcome.id, pickle.dumps(outcome.article), outcome.source)
        self._rows.execute("update claims set id = ?, lost = ? where source = ?", row)

    def contested(self) -> Iterator[list[IdClaim]]:
        """The claims to each id that has several, in reading order."""
        for _, rows in groupby(self._rows.execute(_CONTESTED), key=itemgetter(0)):
            yield [IdClaim(source, lost and pickle.loads(lost)) for _, source, lost in rows]
