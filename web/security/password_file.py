"""The password file: `name:hash` lines, read again whenever the file changes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

from onrecord.search.errors import SearchError

RESERVED_IN_NAMES = (":", "#")
MIN_PASSWORD_CHARS = 10
HASH_METHOD = "scrypt"  # with werkzeug's cost; a hash states its own, as in scrypt:32768:8:1$...
_HASH = re.compile(r"scrypt:\d+:\d+:\d+\$[^$]+\$[0-9a-f]+")


class PasswordFileUnusable(SearchError):
    """The password file is missing or malformed."""


@dataclass(slots=True)
class PasswordFile:
    """The users who may log in; nobody, if the file cannot be read."""

    path: Path
    _stamp: tuple[int, int, int] | None = None
    _hashes: Mapping[str, str] = field(default_factory=dict)

    def verify(self, name: str, password: str) -> bool:
        """Whether this is the user's password. Unknown names take as long as known ones."""
        hashes = self.hashes()
        method = next(iter(hashes.values()), HASH_METHOD).partition("$")[0]
        is_right = check_password_hash(hashes.get(name) or _dummy_hash(method), password)
        return is_right and name in hashes

    def fingerprint(self, name: str) -> str | None:
        """A string that changes with the user's password; None for an unknown name."""
        known = self.hashes().get(name)
        return known and hashlib.sha256(known.encode()).hexdigest()[:16]

    def hashes(self) -> Mapping[str, str]:
        """The hash of each user as of now; PasswordFileUnusable if the file cannot be read."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if stamp != self._stamp:
                self._hashes = parse_entries(self.path.read_text("utf-8"), self.path)
                self._stamp = stamp
        except (OSError, UnicodeDecodeError) as error:
            raise PasswordFileUnusable(f"{self.path} cannot be read: {error}") from error
        return self._hashes


def format_entry(name: str, password: str, method: str = HASH_METHOD) -> str:
    """The line of a password file for a user; ValueError if the name or password is not valid."""
    if not name or name != name.strip() or not name.isprintable():
        raise ValueError("a name must be printable, without spaces around it")
    if any(sign in name for sign in RESERVED_IN_NAMES):
        raise ValueError(f"a name must not contain {' or '.join(RESERVED_IN_NAMES)}")
    if len(password) < MIN_PASSWORD_CHARS:
        raise ValueError(f"a password must have at least {MIN_PASSWORD_CHARS} characters")
    return f"{name}:{generate_password_hash(password, method)}"


def parse_entries(text: str, path: Path) -> dict[str, str]:
    """The hash of each user; empty lines and lines that begin with # are skipped."""
    hashes = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, known = line.strip().partition(":")
        if not _HASH.fullmatch(known):
            raise PasswordFileUnusable(
                f"{path}, line {number}: expected name:hash; write one with: onrecord password NAME"
            )
        hashes[name] = known
    return hashes


@cache
def _dummy_hash(method: str) -> str:
    """A hash to check for unknown names, so that the response time does not reveal them."""
    return generate_password_hash("nobody", method)
