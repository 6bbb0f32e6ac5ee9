"""The errors that users see, as subclasses of SearchError."""

from __future__ import annotations


class SearchError(Exception):
    """Any error of a search or an index, with a message for users."""


class QuerySyntaxError(SearchError):
    """A query that cannot be run, with the range at fault (code points) and a repaired query."""

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.suggestion = message, start, end, suggestion


class QueryTooBroad(SearchError):
    """A pattern matches more terms than one search may look up."""


class SearchTimeout(SearchError):
    """A search exceeded its time limit."""


class UnsupportedQuery(SearchError):
    """The engine cannot answer this query exactly."""


class InvalidCursor(SearchError):
    """A cursor that this index did not return, or for another search."""


class UnknownArticle(SearchError):
    """No article has this id."""


class CopyMismatch(SearchError):
    """A copied index does not equal the original."""


class EngineError(SearchError):
    """A problem of the index or the engine, not of the query."""


class IndexMissing(EngineError):
    """There is no index at this location."""


class IndexOutdated(EngineError):
    """Another version of onrecord made the index: it must be rebuilt."""


class IndexLocked(EngineError):
    """Another process is writing the index."""


class IndexUnusable(EngineError):
    """The index cannot be used here: permissions, locks, or another engine; nothing is damaged."""


class IndexCorrupt(EngineError):
    """The files of the index are damaged."""


class UnknownEngine(EngineError):
    """No engine has this name."""


class InvalidIndexUrl(EngineError):
    """An index URL that its engine cannot parse."""


class ServerUnreachable(EngineError):
    """The server of the index does not respond."""


class AccessDenied(EngineError):
    """The server refuses access to this user."""


class ServerError(EngineError):
    """The server responds with an error, such as missing shards or a full disk."""
