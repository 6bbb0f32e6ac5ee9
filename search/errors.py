"""What can go wrong, as the user is told it.

SearchError
├── QuerySyntaxError     the text cannot be read as a query; points at the spot
├── QueryTooBroad        it can be read, but would match too many different words
├── SearchTimeout        it takes longer than one search may
├── UnsupportedQuery     this engine cannot do that; never a shorter result instead
├── InvalidCursor            a cursor that this index did not give, or for another search
├── UnknownArticle       no article has that id
├── CopyMismatch          a copy of an index does not hold the same as the original
└── EngineError          the index or the engine, not the query
    ├── IndexMissing     nothing is there yet
    ├── IndexOutdated    made by another version of onrecord: must be rebuilt
    ├── IndexLocked        another process is writing it
    ├── IndexCorrupt      its files cannot be read
    ├── UnknownEngine    no engine has that name
    ├── InvalidIndexUrl       an address that names no index of its engine
    ├── ServerUnreachable  no answer from where the index is kept
    ├── AccessDenied    an answer, but not to this user
    └── ServerError    the server answers, but not as it should: no copy of a shard, a full disk
"""

from __future__ import annotations


class SearchError(Exception):
    """Anything a user of onrecord may be told; its text says what, where and what to do."""


class QuerySyntaxError(SearchError):
    """A query that cannot be read, with the spot (code points) and a repaired query."""

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.suggestion = message, start, end, suggestion


class QueryTooBroad(SearchError):
    """A pattern that stands for more words than one search may look up."""


class SearchTimeout(SearchError):
    """A search stopped at its time limit."""


class UnsupportedQuery(SearchError):
    """A query this engine has no way to answer exactly."""


class InvalidCursor(SearchError):
    """A cursor that cannot be continued from."""


class UnknownArticle(SearchError):
    """No article has this id."""


class CopyMismatch(SearchError):
    """Two indexes that should be alike are not."""


class EngineError(SearchError):
    """Trouble with the index or the engine."""


class IndexMissing(EngineError):
    """There is no index at this place."""


class IndexOutdated(EngineError):
    """The index was made with another schema or analyzer."""


class IndexLocked(EngineError):
    """Another process holds the index for writing."""


class IndexCorrupt(EngineError):
    """The index is there but cannot be read."""


class UnknownEngine(EngineError):
    """No engine goes by this name."""


class InvalidIndexUrl(EngineError):
    """The address of an index that its engine cannot make sense of."""


class ServerUnreachable(EngineError):
    """The server that keeps the index does not answer."""


class AccessDenied(EngineError):
    """The server does not let this user in, or not do this."""


class ServerError(EngineError):
    """The server cannot do now what it should."""
