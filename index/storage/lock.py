"""One writer at a time: a lock on the index folder that says who holds it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

FILE = "writer.lock"


class LockHeld(Exception):
    """Somebody else writes this index; the message says who and since when."""


class NoFolder(Exception):
    """Nothing can be written there; the message says why."""


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A held lock. The system lets go of it when the process ends, however it ends."""

    file: IO[str]

    def release(self) -> None:
        self.file.close()


def acquire(folder: Path) -> FolderLock:
    """The lock on a folder, made if need be; LockHeld if another process has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / FILE).open("a+", encoding="utf-8")
    except OSError as error:
        raise NoFolder(f"no index can be kept in {folder}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = _describe(file.read())
        file.close()
        raise LockHeld(f"{folder} is being written by {holder}; wait until it is done") from error
    _sign(file)
    return FolderLock(file)


def _sign(file: IO[str]) -> None:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    signature = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "command": command,
    }
    file.truncate(0)
    json.dump(signature, file)
    file.flush()


def _describe(signature: str) -> str:
    try:
        holder = json.loads(signature)
        return (
            f"process {holder['process']} on {holder['host']} "
            f"since {holder['since']} ({holder['command']})"
        )
    except (ValueError, KeyError, TypeError):
        return "another process"
