"""The writer lock of an index folder: one writer at a time, and it says who holds it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

FILE = "writer.lock"
MAX_COMMAND_CHARS = 200
HELD_ERRNOS = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES)


class LockHeld(Exception):
    """Another process is writing this index; the message says who and since when."""


class LockFailed(Exception):
    """The lock cannot be taken, for a reason other than another writer."""


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A held lock. The system releases it when the process ends, however it ends."""

    file: IO[str]

    def release(self) -> None:
        self.file.close()


def acquire(folder: Path) -> FolderLock:
    """Lock a folder, creating it if needed; LockHeld if another process holds the lock."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / FILE).open("a+", encoding="utf-8")
    except OSError as error:
        raise LockFailed(f"cannot create an index in {folder}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        owner = _owner_in(file.read())
        file.close()
        if error.errno in HELD_ERRNOS:
            message = f"{folder} is being written by {owner}; wait until it is done"
            raise LockHeld(message) from error
        raise LockFailed(
            f"cannot lock {folder / FILE}: {error.strerror}; keep the index on a file system "
            "that supports flock"
        ) from error
    file.truncate(0)
    json.dump(owner_details(), file)
    file.flush()
    return FolderLock(file)


def owner_details() -> dict[str, Any]:
    """What a lock says of the process that holds it."""
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:MAX_COMMAND_CHARS],
    }


def describe_owner(details: dict[str, Any]) -> str:
    """The owner of a lock for a message; "another process" if the lock does not say."""
    try:
        return (
            f"process {details['process']} on {details['host']} "
            f"since {details['since']} ({details['command']})"
        )
    except (KeyError, TypeError):
        return "another process"


def _owner_in(content: str) -> str:
    try:
        return describe_owner(json.loads(content))
    except ValueError:
        return "another process"
