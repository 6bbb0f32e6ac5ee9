"""The threads of a server: one leads, and another takes its place when a request takes long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

import web.threads
from web.threads import Threads

LONGEST = 30.0  # seconds a broken test may wait


@dataclass
class Task:
    """A request that waits until it may end, and says which thread has answered it."""

    may_end: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    thread: str = ""

    def service(self) -> None:
        self.thread = threading.current_thread().name
        self.begun.set()
        assert self.may_end.wait(LONGEST)
        self.ended.set()

    def cancel(self) -> None:
        pass


class Broken(Task):
    def service(self) -> None:
        raise ValueError("this one breaks")


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads()
    threads.set_thread_count(4)
    yield threads
    threads.shutdown()
    assert not threads.threads


def quick() -> Task:
    task = Task()
    task.may_end.set()
    return task


def test_one_thread_answers_one_request_after_the_other(
    threads: Threads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.threads, "PATIENCE", float("inf"))
    first, *others = tasks = [Task(), quick(), quick()]
    for task in tasks:
        threads.add_task(task)
    assert first.begun.wait(LONGEST)
    threads.relieve()  # nothing to do yet
    assert not any(task.begun.is_set() for task in others)
    first.may_end.set()
    assert all(task.ended.wait(LONGEST) for task in tasks)
    assert len({task.thread for task in tasks}) == 1


def test_another_helps_when_a_request_takes_long(
    threads: Threads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.threads, "PATIENCE", -1.0)  # everything takes too long
    slow = [Task(), Task(), Task()]
    for task in [*slow, quick()]:
        threads.add_task(task)
    for task in slow:
        assert task.begun.wait(LONGEST)
        threads.relieve()
    last = quick()
    threads.add_task(last)
    assert last.ended.wait(LONGEST)
    for task in slow:
        task.may_end.set()
    assert len({task.thread for task in [*slow, last]}) == 4


def test_a_request_that_breaks_ends_no_thread(threads: Threads) -> None:
    tasks = [Broken(), quick()]
    for task in tasks:
        threads.add_task(task)
    assert tasks[1].ended.wait(LONGEST)
