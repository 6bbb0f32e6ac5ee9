"""Trouble of the server's own, told without its files and machines: those are for the log alone."""

from __future__ import annotations

import json

from onrecord.search.errors import (
    AccessDenied,
    EngineError,
    IndexMissing,
    IndexOutdated,
    ServerError,
    ServerUnreachable,
)
from onrecord.search.saved_searches.store import StoreUnavailable
from onrecord.web.middleware.metrics import LOGGER
from onrecord.web.security.password_file import PasswordFileUnusable

IN_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (IndexMissing, "there is no index yet"),
    (IndexOutdated, "the index was made by another version of onrecord and must be made anew"),
    (ServerUnreachable, "the server that keeps the index does not answer"),
    (AccessDenied, "the server that keeps the index turns onrecord away"),
    (ServerError, "the server that keeps the index has trouble of its own"),
    (EngineError, "the index cannot be read"),
    (StoreUnavailable, "the file that saved searches are kept in cannot be used"),
    (PasswordFileUnusable, "the file of passwords cannot be read"),
)


def told(error: Exception) -> str:
    """What a visitor may know of an error; what only the operator may is logged in full."""
    words = next((words for kind, words in IN_WORDS if isinstance(error, kind)), None)
    if words is None:
        return str(error)
    LOGGER.error("trouble=%s", json.dumps(str(error)))  # escaped: it can forge no other line
    return f"{words}; the server's log says more"
