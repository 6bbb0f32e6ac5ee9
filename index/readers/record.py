"""What readers yield: records that are not parsed yet, and errors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.index.article import Article, id_from_source

MAX_ARTICLE_BYTES = 32 * 1024 * 1024  # decompressed; an article is in memory as a whole


@dataclass(frozen=True, slots=True)
class Record:
    """An article as received; cheap to make, as unchanged ones are never parsed.

    `content` is the bytes of a file or row, or the decoded fields of a CSV row. `format` names
    its parser. `metadata` is what metadata.csv states about it.
    """

    source: str
    sha256: str
    format: str
    content: bytes | Mapping[str, object]
    metadata: Mapping[str, str] = field(default_factory=dict)

    def article(self, title: str, text: str, *, id: str = "", **metadata: Any) -> Article:
        """The article of this record; its id is made from the source if it has none."""
        identity = id or id_from_source(self.source)
        return Article(identity, title, text, self.source, self.sha256, **metadata)

    @property
    def size(self) -> int:
        """The bytes received; of a CSV row, the characters of its fields."""
        content = self.content
        if isinstance(content, bytes):
            return len(content)
        return sum(map(len, map(str, content.values())))

    @property
    def fingerprint(self) -> str:
        """Changes with the bytes of the article and with its metadata."""
        if not self.metadata:
            return self.sha256
        said = "\0".join(f"{key}\0{self.metadata[key]}" for key in sorted(self.metadata))
        return hashlib.sha256(f"{self.sha256}\0{said}".encode()).hexdigest()


# Not frozen: a process pool and a context manager must be able to set its traceback.
@dataclass(unsafe_hash=True)
class ReadError(Exception):
    """A file or row that could not be read, and why, in words for its owner."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"
