"""Who may log in: a file of `name:hash` lines, read again whenever it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

from onrecord.search.errors import SearchError

FORBIDDEN_IN_NAMES = (":", "#")
SHORTEST = 10  # characters
_Stamp = tuple[int, int, int]


class PasswordFileUnusable(SearchError):
    """The file of passwords is not there, or not one."""


@dataclass(slots=True)
class PasswordFile:
    """The users of a password file. One that cannot be read lets nobody in."""

    path: Path
    _stamp: _Stamp | None = None
    _hashes: Mapping[str, str] = field(default_factory=dict)

    def verify(self, name: str, password: str) -> bool:
        """Whether this is the user's password; as slow for a user who is none."""
        known = self.hashes().get(name)
        is_right = check_password_hash(known or _nobody(), password)
        return known is not None and is_right

    def mark(self, name: str) -> str | None:
        """What changes with a user's password, and is None for a user who is none."""
        known = self.hashes().get(name)
        return known and hashlib.sha256(known.encode()).hexdigest()[:16]

    def hashes(self) -> Mapping[str, str]:
        """Every user's hash, as the file says now; PasswordFileUnusable if it cannot be read."""
        try:
            state = self.path.stat()
            stamp = (state.st_mtime_ns, state.st_ino, state.st_size)
            if stamp != self._stamp:
                self._hashes = parse_entries(self.path.read_text("utf-8"), self.path)
                self._stamp = stamp
        except (OSError, UnicodeDecodeError) as error:
            raise PasswordFileUnusable(f"{self.path} cannot be read: {error}") from error
        return self._hashes


def format_entry(name: str, password: str) -> str:
    """The line of a password file that lets this user in; ValueError if it cannot be."""
    if not name or name != name.strip() or not name.isprintable():
        raise ValueError("a name has letters, and no spaces around them")
    if any(sign in name for sign in FORBIDDEN_IN_NAMES):
        raise ValueError(f"a name has no {' or '.join(FORBIDDEN_IN_NAMES)} in it")
    if len(password) < SHORTEST:
        raise ValueError(f"a password has at least {SHORTEST} characters")
    return f"{name}:{generate_password_hash(password, method='scrypt')}"


def parse_entries(text: str, path: Path) -> dict[str, str]:
    """The hashes of a password file by name; empty lines and those that begin with # are none."""
    hashes = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, known = line.strip().partition(":")
        if not (colon and known.startswith("scrypt:")):
            raise PasswordFileUnusable(
                f"{path}, line {number}: not of the form name:hash; "
                "make one with: onrecord password NAME"
            )
        hashes[name] = known
    return hashes


@cache
def _nobody() -> str:
    """A hash to try in place of one that is not there, so that time does not tell names."""
    return generate_password_hash("nobody", method="scrypt")
