"""What a reader yields: records not yet read closely, or errors; no record ends a run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

# The most that one article may hold, decompressed: it has to be in memory whole.
MAX_ARTICLE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One article as received: cheap to make, so that unchanged ones need not be parsed.

    `content` is the bytes of a file or row, or the decoded fields of a CSV row; `given` holds
    what the folder's metadata.csv says of it. `format` names the reader that can parse it.
    """

    source: str
    sha256: str
    format: str
    content: bytes | Mapping[str, object]
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes received; of a CSV row, the characters of its fields."""
        content = self.content
        if isinstance(content, bytes):
            return len(content)
        return sum(map(len, map(str, content.values())))

    @property
    def fingerprint(self) -> str:
        """Changes when the article would: with its bytes, or with its row of metadata.csv."""
        if not self.given:
            return self.sha256
        said = "\0".join(f"{key}\0{self.given[key]}" for key in sorted(self.given))
        return hashlib.sha256(f"{self.sha256}\0{said}".encode()).hexdigest()


# Not frozen: a process pool and a context manager must be able to set its traceback.
@dataclass(unsafe_hash=True)
class ReadError(Exception):
    """A file or row that could not be read: where, and describe_error in words for its owner."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"
