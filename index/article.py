"""The one document type. What the source does not say is None, never invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as it is searched and shown.

    `source` is where it was read: the path as given, with `#N` for the N-th record of a
    file of many. `sha256` is the digest of the bytes received: of the file, or of the
    record's own line. `language` is an ISO 639-1 code.
    """

    id: str
    title: str
    text: str
    source: str
    sha256: str
    date: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None


def id_of(source: str) -> str:
    """The id of an article that brings none: stable as long as its source keeps its name."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
