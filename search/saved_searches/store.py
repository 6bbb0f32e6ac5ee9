"""Saved searches: each the very request it was made from, with all it has found so far."""

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
MAX_SEARCHES = 1_000  # of one owner
BUSY_TIMEOUT = 10.0  # for another process that writes
NOT_SAVED = frozenset({"limit", "cursor", "facets", "today"})
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


class StoreUnavailable(SearchError):
    """The file of saved searches cannot be read or written."""


class UnknownSavedSearch(SearchError):
    """No saved search has this number."""


class InvalidName(SearchError):
    """A search cannot be saved by this name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name. `looks` counts how often it was looked at in changed states."""

    number: int
    owner: str
    name: str
    request: SearchRequest
    created: datetime
    revision: int
    state: str


@dataclass(frozen=True, slots=True)
class SavedSearchStore:
    """The searches in one SQLite file, which is made when the first is saved."""

    path: Path

    def add(self, owner: str, name: str, request: SearchRequest) -> SavedSearch:
        """Save a request; BadName if the name is none, or taken by another search."""
        name = validate_name(name)
        if len(self.list_searches(owner)) >= MAX_SEARCHES:
            raise InvalidName(f"there are {MAX_SEARCHES:,} saved searches; delete some first")
        values = (
            owner,
            name,
            request_to_json(request),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with self._writing() as database:
            taken = database.execute(
                "SELECT 1 FROM searches WHERE owner = ? AND name = ?", (owner, name)
            ).fetchone()
            if taken:
                raise InvalidName(f"a search called {name!r} is saved already; choose another name")
            number = database.execute(
                "INSERT INTO searches (owner, name, request, made) VALUES (?, ?, ?, ?)", values
            ).lastrowid
        return self.get(owner, number or 0)

    def list_searches(self, owner: str | None = None) -> list[SavedSearch]:
        """The searches of one owner, or of all, by name."""
        if not self.path.exists():
            return []
        where, values = ("", ()) if owner is None else ("WHERE owner = ?", (owner,))
        with self._reading() as database:
            rows = database.execute(f"{_SELECT} {where} ORDER BY name, owner", values)
            return [_saved(row) for row in rows]

    def get(self, owner: str, number: int) -> SavedSearch:
        """An owner's search by its number; UnknownSearch if he has none such."""
        found = [saved for saved in self.list_searches(owner) if saved.number == number]
        if not found:
            raise UnknownSavedSearch(f"there is no saved search number {number}; it may be deleted")
        return found[0]

    def delete(self, saved: SavedSearch) -> None:
        """Delete a search and all it has found."""
        with self._writing() as database:
            database.execute("DELETE FROM searches WHERE number = ?", (saved.number,))

    def record(self, saved: SavedSearch, found: Iterable[str], state: str) -> None:
        """Remember a look: what is found now, in this state of the index."""
        with self._writing() as database:
            database.execute(
                "UPDATE searches SET looks = looks + 1, state = ? WHERE number = ?",
                (state, saved.number),
            )
            look = _looks(database, saved)
            database.executemany(
                "INSERT INTO found VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET last = excluded.last",
                ((saved.number, article, look, look) for article in found),
            )

    def unseen(self, saved: SavedSearch, reader: str) -> list[str]:
        """What is found now and was not by any look up to the one this reader has seen.

        What was found when the search was saved is no news to anyone.
        """
        with self._reading() as database:
            rows = database.execute(
                "SELECT article FROM found WHERE search = :search AND last = :now AND first > "
                "coalesce((SELECT look FROM seen WHERE search = :search AND reader = :reader), 1) "
                "ORDER BY first DESC, article",
                {"search": saved.number, "now": _looks(database, saved), "reader": reader},
            )
            return [article for (article,) in rows]

    def mark_seen(self, saved: SavedSearch, reader: str, look: int) -> None:
        """Have a reader seen all that was found up to a look; what came later stays new."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO seen VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET look = max(look, excluded.look)",
                (saved.number, reader, min(look, _looks(database, saved))),
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The file, closed when done; its troubles told as ours."""
        try:
            with closing(self._connected()) as database:
                database.executescript(f"PRAGMA foreign_keys = ON; {TABLES}")
                yield database
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(
                f"saved searches are kept in {self.path}, which cannot be used: {error}"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The same for one change, made whole or not at all."""
        with self._reading() as database, database:
            database.execute("BEGIN IMMEDIATE")
            yield database

    def _connected(self) -> sqlite3.Connection:
        # For nobody but who runs the server: what people look for is theirs.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        return sqlite3.connect(self.path, timeout=BUSY_TIMEOUT)


_SELECT = "SELECT number, owner, name, request, made, looks, state FROM searches"


def default_path(index_url: str) -> Path | None:
    """Where the searches of an index are saved by default: beside its folder, if it has one."""
    engine, colon, location = index_url.partition(":")
    folder = (location if colon else engine).rstrip("/")
    return Path(f"{folder}.saved.sqlite") if folder and not location.startswith("//") else None


def validate_name(name: str) -> str:
    """A name that can be shown on a line; BadName if it is none."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise InvalidName(f"give the search a name of up to {MAX_NAME_CHARS} characters")
    return name


def request_to_json(request: SearchRequest) -> str:
    """A request as JSON: what is searched for, not which page of it."""
    values = {key: one for key, one in asdict(request).items() if key not in NOT_SAVED}
    return json.dumps(values, default=date.isoformat, ensure_ascii=True)


def request_from_json(written: str) -> SearchRequest:
    """The very request that was written."""
    values = json.loads(written)
    days = {key: values[key] and date.fromisoformat(values[key]) for key in ("first", "last")}
    lists = {name: tuple(values.get(name, ())) for name in ("outlets", "languages", "periods")}
    if values.get("language"):  # as it was saved when there could be one only
        lists["languages"] = (values["language"],)
    sort = {"sort": Sort(values["sort"])}
    known = {field.name for field in fields(SearchRequest)}
    return SearchRequest(**{k: v for k, v in values.items() if k in known} | days | lists | sort)


def _saved(row: tuple[int, str, str, str, str, int, str]) -> SavedSearch:
    number, owner, name, request, made, looks, state = row
    when = datetime.fromisoformat(made)
    return SavedSearch(number, owner, name, request_from_json(request), when, looks, state)


def _looks(database: sqlite3.Connection, saved: SavedSearch) -> int:
    row = database.execute(
        "SELECT looks FROM searches WHERE number = ?", (saved.number,)
    ).fetchone()
    if row is None:
        raise UnknownSavedSearch(f"the saved search {saved.name!r} has been deleted")
    return int(row[0])
