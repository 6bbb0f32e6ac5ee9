"""One writer at a time, and the second is told who the first is."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import sys
from pathlib import Path

import pytest

from onrecord.index.storage import lock
from onrecord.index.storage.lock import MAX_COMMAND_CHARS, LockFailed, LockHeld
from tests.index.analysis.scripts import start

HOLDER = """
import sys
from pathlib import Path
from onrecord.index.storage import lock
held = lock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""
SIGNATURES = [  # (content of the lock file, who is named)
    ("", "another process"),
    ("{", "another process"),
    ("[]", "another process"),
    ('{"process": 1}', "another process"),
    (
        json.dumps({"process": 7, "host": "desk", "since": "noon", "command": "onrecord index"}),
        r"process 7 on desk since noon \(onrecord index\)",
    ),
]


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with start(HOLDER, str(folder), "--prune", folder=tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockHeld) as refused:
            lock.acquire(folder)
        told = str(refused.value)
        assert str(folder) in told
        assert f"process {holder.pid} on {socket.gethostname()} since 20" in told
        assert f"(driver.py {folder} --prune)" in told
        assert "wait until it is done" in told
        holder.communicate()
    lock.acquire(folder).release()


def test_a_killed_holder_holds_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with start(HOLDER, str(folder), folder=tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    lock.acquire(folder).release()


def test_a_folder_is_made_and_signed_anew_by_each_holder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "index"
    for _ in range(2):
        held = lock.acquire(folder)
        assert json.loads((folder / lock.FILE).read_text())["process"] == os.getpid()
        held.release()


def test_not_even_the_same_process_holds_it_twice(tmp_path: Path) -> None:
    held = lock.acquire(tmp_path)
    with pytest.raises(LockHeld, match=f"process {os.getpid()} "):
        lock.acquire(tmp_path)
    held.release()
    lock.acquire(tmp_path).release()


def test_two_folders_are_two_locks(tmp_path: Path) -> None:
    first, second = lock.acquire(tmp_path / "a"), lock.acquire(tmp_path / "b")
    first.release()
    second.release()


@pytest.mark.parametrize(
    ("code", "raised", "message"),
    [
        (errno.EAGAIN, LockHeld, "is being written by another process"),
        (errno.EWOULDBLOCK, LockHeld, "is being written by another process"),
        (errno.EACCES, LockHeld, "is being written by another process"),
        (errno.ENOLCK, LockFailed, "cannot lock .*writer.lock: No locks available"),
        (errno.ENOTSUP, LockFailed, "cannot lock .*: Operation not supported.* supports flock"),
        (errno.EROFS, LockFailed, "cannot lock .*: Read-only file system"),
    ],
)
def test_only_a_lock_that_is_held_names_another_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, raised: type, message: str
) -> None:
    def flock(_file: object, _operation: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(raised, match=message):
        lock.acquire(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LockFailed, match=r"cannot create an index in .*file/deep: Not a directory"):
        lock.acquire(tmp_path / "file" / "deep")


def test_a_long_command_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/onrecord", "index", "x" * 300])
    command = lock.owner_details()["command"]
    assert len(command) == MAX_COMMAND_CHARS == 200
    assert command.startswith("onrecord index xxx")


@pytest.mark.parametrize(("content", "named"), SIGNATURES)
def test_an_unreadable_signature_is_no_obstacle(tmp_path: Path, content: str, named: str) -> None:
    held = lock.acquire(tmp_path)
    (tmp_path / lock.FILE).write_text(content)
    with pytest.raises(LockHeld, match=named):
        lock.acquire(tmp_path)
    held.release()
