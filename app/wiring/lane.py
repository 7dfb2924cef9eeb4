"""Work that must not overlap and that nobody waits for: done in order, off the caller's thread."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

_log = logging.getLogger(__name__)
_Job = Callable[[], None]


class Lane:
    """Does jobs one after another in a thread that lives only while there are any. Safe from any thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._jobs: deque[_Job] = deque()
        self._worker: threading.Thread | None = None

    def do(self, job: _Job) -> None:
        """Do `job` after those before it. Returns at once."""
        with self._lock:
            self._jobs.append(job)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._worker.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done or waits to be."""
        with self._lock:
            return self._worker is None

    def wait(self, deadline_s: float) -> bool:
        """Until nothing is left to do; False when that takes longer."""
        with self._lock:
            worker = self._worker
        if worker is not None:
            worker.join(deadline_s)
        return worker is None or not worker.is_alive()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Exception:  # those behind it are still to be done
                _log.exception("%s: a job failed", self._name)

    def _next(self) -> _Job | None:
        with self._lock:
            if self._jobs:
                return self._jobs.popleft()
            self._worker = None
            return None
