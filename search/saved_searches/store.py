"""Stores saved searches, and the ids of all articles they have found, in SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path

from onrecord.search.errors import SearchError
from onrecord.search.results.sorting import Sort
from onrecord.search.service import SearchRequest

MAX_NAME_CHARS = 100
MAX_SEARCHES = 1_000  # per owner
BUSY_TIMEOUT = 10.0  # seconds to wait for another writer
NOT_SAVED = frozenset({"limit", "cursor", "facets", "today"})
# A revision is called a look here, as files of earlier versions have it.
TABLES = """
CREATE TABLE IF NOT EXISTS searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, name TEXT NOT NULL,
    request TEXT NOT NULL, made TEXT NOT NULL, looks INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT '', UNIQUE (owner, name)
);
CREATE TABLE IF NOT EXISTS found (
    search INTEGER NOT NULL REFERENCES searches ON DELETE CASCADE, article TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (search, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    search INTEGER NOT NULL REFERENCES searches ON DELETE CASCADE, reader TEXT NOT NULL,
    look INTEGER NOT NULL, PRIMARY KEY (search, reader)
) WITHOUT ROWID;
"""
_SELECT = "SELECT number, owner, name, request, made, looks, state FROM searches"


class StoreUnavailable(SearchError):
    """The file of saved searches cannot be read or written."""


class UnknownSavedSearch(SearchError):
    """No saved search has this number."""


class InvalidName(SearchError):
    """A search cannot be saved under this name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name. `revision` counts how often its results were recorded."""

    number: int
    owner: str
    name: str
    request: SearchRequest
    created: datetime
    revision: int
    state: str


@dataclass(frozen=True, slots=True)
class SavedSearchStore:
    """The saved searches in one SQLite file, created when first used."""

    path: Path

    def add(self, owner: str, name: str, request: SearchRequest) -> SavedSearch:
        """Saves a request; InvalidName if the name is invalid or already used by this owner."""
        name = validate_name(name)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.transaction() as database:
            names = {
                row[0]
                for row in database.execute("SELECT name FROM searches WHERE owner = ?", (owner,))
            }
            if name in names:
                raise InvalidName(f"a search named {name!r} is already saved; choose another name")
            if len(names) >= MAX_SEARCHES:
                raise InvalidName(f"there are {MAX_SEARCHES:,} saved searches; delete some first")
            number = database.execute(
                "INSERT INTO searches (owner, name, request, made) VALUES (?, ?, ?, ?)",
                (owner, name, request_to_json(request), now),
            ).lastrowid
        return self.get(owner, number or 0)

    def list_searches(self, owner: str | None = None) -> list[SavedSearch]:
        """The searches of one owner, or of all, by name."""
        if not self.path.exists():
            return []
        where, values = ("", ()) if owner is None else ("WHERE owner = ?", (owner,))
        with self._connection() as database:
            rows = database.execute(f"{_SELECT} {where} ORDER BY name, owner", values)
            return [_from_row(row) for row in rows]

    def get(self, owner: str, number: int) -> SavedSearch:
        """A search by number; UnknownSavedSearch unless it is this owner's."""
        for saved in self.list_searches(owner):
            if saved.number == number:
                return saved
        raise UnknownSavedSearch(f"there is no saved search {number}; it may have been deleted")

    def delete(self, saved: SavedSearch) -> None:
        """Deletes a search and its results."""
        with self.transaction() as database:
            database.execute("DELETE FROM searches WHERE number = ?", (saved.number,))

    def record(self, saved: SavedSearch, found: Iterable[str], state: str) -> None:
        """Records the ids found in this state of the index as a new revision."""
        with self.transaction() as database:
            database.execute(
                "UPDATE searches SET looks = looks + 1, state = ? WHERE number = ?",
                (state, saved.number),
            )
            revision = _revision(database, saved)
            database.executemany(
                "INSERT INTO found VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET last = excluded.last",
                ((saved.number, article, revision, revision) for article in found),
            )

    def unseen(self, saved: SavedSearch, reader: str) -> list[str]:
        """The ids found in the latest revision but in none that this reader has seen.

        Everyone has seen the first revision, which was recorded when the search was saved.
        """
        with self._connection() as database:
            rows = database.execute(
                "SELECT article FROM found WHERE search = :search AND last = :now AND first > "
                "coalesce((SELECT look FROM seen WHERE search = :search AND reader = :reader), 1) "
                "ORDER BY first DESC, article",
                {"search": saved.number, "now": _revision(database, saved), "reader": reader},
            )
            return [article for (article,) in rows]

    def mark_seen(self, saved: SavedSearch, reader: str, revision: int) -> None:
        """Marks results up to this revision as seen; later ones stay new."""
        with self.transaction() as database:
            database.execute(
                "INSERT INTO seen VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET look = max(look, excluded.look)",
                (saved.number, reader, min(revision, _revision(database, saved))),
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection that holds the write lock; commits at the end, or rolls back."""
        with self._connection() as database, database:
            database.execute("BEGIN IMMEDIATE")
            yield database

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            # Readable by the server's user only: what people search for is private.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=BUSY_TIMEOUT)) as database:
                database.executescript(f"PRAGMA foreign_keys = ON; {TABLES}")
                yield database
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"saved searches: cannot use {self.path}: {error}") from error


def default_path(index_url: str) -> Path | None:
    """Where an index's searches are saved by default: beside its folder, if it has one."""
    engine, colon, location = index_url.partition(":")
    folder = (location if colon else engine).rstrip("/")
    return Path(f"{folder}.saved.sqlite") if folder and not location.startswith("//") else None


def validate_name(name: str) -> str:
    """The name with white space collapsed; InvalidName unless it fits on a line."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise InvalidName(f"give the search a name of up to {MAX_NAME_CHARS} characters")
    return name


def request_to_json(request: SearchRequest) -> str:
    """What a request searches for, without the page."""
    values = {key: value for key, value in asdict(request).items() if key not in NOT_SAVED}
    return json.dumps(values, default=date.isoformat)


def request_from_json(text: str) -> SearchRequest:
    """The request, also if saved by an earlier version."""
    values = json.loads(text)
    days = {key: values[key] and date.fromisoformat(values[key]) for key in ("first", "last")}
    lists = {name: tuple(values.get(name, ())) for name in ("outlets", "languages", "periods")}
    if values.get("language"):  # saved when there could be only one
        lists["languages"] = (values["language"],)
    sort = {"sort": Sort(values["sort"])}
    known = {field.name for field in fields(SearchRequest)}
    return SearchRequest(**{k: v for k, v in values.items() if k in known} | days | lists | sort)


def _from_row(row: tuple[int, str, str, str, str, int, str]) -> SavedSearch:
    number, owner, name, request, created, revision, state = row
    when = datetime.fromisoformat(created)
    return SavedSearch(number, owner, name, request_from_json(request), when, revision, state)


def _revision(database: sqlite3.Connection, saved: SavedSearch) -> int:
    row = database.execute(
        "SELECT looks FROM searches WHERE number = ?", (saved.number,)
    ).fetchone()
    if row is None:
        raise UnknownSavedSearch(f"the saved search {saved.name!r} has been deleted")
    return int(row[0])
