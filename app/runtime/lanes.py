"""Named threads that do chores in order and always end: the part of background work that needs no Qt."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Chore = Callable[[], None]


class ThreadsStillRunning(RuntimeError):
    """Some threads did not end in time; their names are the argument."""


class Lane:
    """One queue served by `threads` daemon threads. One thread makes it a serial executor.

    (`concurrent.futures` cannot join its threads with a deadline, and its exit hook waits for ever.)
    """

    def __init__(self, name: str, threads: int = 1) -> None:
        self.name = name
        self._queue: queue.SimpleQueue[Chore | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._forgets = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{index}", daemon=True)
            for index in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, chore: Chore) -> bool:
        """Queue a chore that handles its own errors. False when the lane is closed already."""
        if self._closed.is_set():
            return False
        self._queue.put(chore)
        return True

    def stop(self, deadline_s: float, *, finishes_waiting: bool = False) -> None:
        """Finish the running chores, forget the waiting ones or do them too, end.

        Raises `ThreadsStillRunning` when the deadline passes first.
        """
        self._closed.set()
        if not finishes_waiting:
            self._forgets.set()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(deadline_s / len(self._threads))
        if late := [thread.name for thread in self._threads if thread.is_alive()]:
            raise ThreadsStillRunning(*late)

    def _serve(self) -> None:
        while (chore := self._queue.get()) is not None:
            if not self._forgets.is_set():
                chore()
