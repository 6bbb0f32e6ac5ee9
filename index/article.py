"""The document type. What the source does not state is None, never guessed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Article:
    """A news article.

    `source` is the path as given, with `#N` for the N-th record of a file with many. `sha256`
    is the digest of the bytes received: of the file, or of the record alone. `language` is an
    ISO 639-1 code.
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


def id_from_source(source: str) -> str:
    """The id of an article without one of its own; stable while the source keeps its name."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
