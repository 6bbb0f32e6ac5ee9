"""The threads that answer: one goes from request to request, and another helps when it is held up.

Python runs one thread of a process at a time. Several that take turns make each other wait, and
what they save by searching side by side they lose by changing over.
"""

from __future__ import annotations

import time
from typing import Any

from waitress.task import ThreadedTaskDispatcher

PATIENCE = 0.05  # seconds of one request until another thread goes on with those that wait


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]  # untyped there
    """Waitress's threads, of which only the leader takes requests."""

    leader: int | None = None
    since = 0.0  # when the leader has taken its request

    def handler_thread(self, thread_no: int) -> None:
        """What each thread does until it is told to stop."""
        while task := self._next(thread_no):
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)

    def add_task(self, task: Any) -> None:
        """A request, answered when those before it are under way."""
        with self.lock:
            self.queue.append(task)
            if self.leader is None:
                self.queue_cv.notify()

    def relieve(self) -> None:
        """Let another thread lead if a request takes long and others wait."""
        with self.lock:
            is_held_up = time.monotonic() - self.since > PATIENCE
            if self.queue and self.leader is not None and is_held_up:
                self.leader = None
                self.queue_cv.notify()

    def _next(self, thread_no: int) -> Any:
        """The next request, once this thread leads; None at the end."""
        with self.lock:
            if self.leader == thread_no:
                self.leader = None
            while not self.stop_count and (self.leader is not None or not self.queue):
                self.queue_cv.wait()
            if self.stop_count:
                return self._end(thread_no)
            self.leader, self.since = thread_no, time.monotonic()
            return self.queue.popleft()

    def _end(self, thread_no: int) -> None:
        self.stop_count -= 1
        self.threads.discard(thread_no)
        self.thread_exit_cv.notify()
