"""A window that moves over a JSON stream: brackets and strings one by one, in bounded memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

from onrecord.index.readers.record import MAX_ARTICLE_BYTES

_STRING_BODY = rb'(?:[^"\\]++|\\.)*+'
_IN_STRING = re.compile(_STRING_BODY, re.DOTALL)
_TOKEN = re.compile(rb'"' + _STRING_BODY + rb'"|["\[\]{},:]', re.DOTALL)
_CHUNK = 256 * 1024


@dataclass(slots=True)
class Cursor:
    """Reads tokens, and keeps the bytes since `open` until they are cut out."""

    stream: IO[bytes]
    _window: bytes = b""
    _place: int = 0
    _opened: int | None = None
    _overflowed: bool = False

    def next(self) -> bytes:
        """The next bracket, comma, colon or whole string; empty at the end of the stream."""
        while True:
            found = _TOKEN.search(self._window, self._place)
            if found and found[0] != b'"':
                self._place = found.end()
                return found[0]
            self._place = found.start() if found else len(self._window)
            if not self._fill():
                return b""

    def open(self, *, token: bool) -> None:
        """Starts a piece behind the token just read, or with it."""
        self._opened = self._place - token
        self._overflowed = False

    def cut(self, *, token: bool) -> bytes | None:
        """The open piece up to the token just read, or with it; None if it grew too large."""
        end = self._place - (not token)
        piece = None if self._overflowed else self._window[self._opened : end].strip()
        self._opened = None
        return piece

    def _fill(self) -> bool:
        """Drops what is read and reads on, more at once the longer a string is: linear."""
        keep = self._place if self._opened is None else self._opened
        if len(self._window) - keep > MAX_ARTICLE_BYTES:
            self._overflow()
            keep = 0
        more = self.stream.read(max(_CHUNK, len(self._window) - self._place))
        self._window = self._window[keep:] + more
        self._place -= keep
        if self._opened is not None:
            self._opened -= keep
        return bool(more)

    def _overflow(self) -> None:
        """Gives up the bytes of the open piece, and of the string it may end within."""
        rest = self._window[self._place :]
        if rest.startswith(b'"') and (body := _IN_STRING.match(rest, 1)):
            rest = b'"' + rest[body.end() :]
        self._window, self._place = rest, 0
        if self._opened is not None:
            self._opened, self._overflowed = 0, True
