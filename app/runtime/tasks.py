"""Background work for screens, in sentences: `tasks.do(work).on_success(show).on_failure(say).run()`.

`work` runs on a lane (the one that owns the database, or the pool); everything `on_...` runs in the GUI
thread. Results cross over as frozen records through one queued Qt signal to a `@Slot`.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import NghisuError
from app.runtime.lanes import Lane

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Job:
    """What `work` is given: it may report progress and should ask whether it is still wanted."""

    def __init__(self, report: Callable[[object], None]) -> None:
        self._cancelled = threading.Event()
        self._report = report

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def report(self, progress: object) -> None:
        """Hand a frozen record to the `with_progress` callback."""
        self._report(progress)


@dataclass(frozen=True, slots=True)
class _Finished:
    operation_id: int
    value: Any
    error: Exception | None


@dataclass(frozen=True, slots=True)
class _Progressed:
    operation_id: int
    progress: object


@dataclass(slots=True)
class Operation(Generic[T]):
    """One piece of work, being described. `run` starts it; nothing happens before."""

    _tasks: Tasks
    _work: Callable[[Job], T]
    _scope: Scope | None = None
    _lane: str = "pool"
    _success: Callable[[T], None] | None = None
    _failure: Callable[[Exception], None] | None = None
    _progress: Callable[[Any], None] | None = None
    _is_lasting: bool = False

    def on_database(self) -> Operation[T]:
        """Run on the one thread that writes to the store."""
        self._lane = "database"
        return self

    def to_the_end(self) -> Operation[T]:
        """Leaving the screen silences it but does not undo it: what a person has said is recorded."""
        self._is_lasting = True
        return self

    def on_success(self, callback: Callable[[T], None]) -> Operation[T]:
        self._success = callback
        return self

    def on_failure(self, callback: Callable[[Exception], None]) -> Operation[T]:
        """Without one, the failure goes to the message bar."""
        self._failure = callback
        return self

    def with_progress(self, callback: Callable[[Any], None]) -> Operation[T]:
        self._progress = callback
        return self

    def run(self) -> Handle:
        """Start. Must be called in the GUI thread."""
        return self._tasks._start(self)


@dataclass(frozen=True, slots=True)
class Handle:
    """A running operation."""

    _tasks: Tasks
    _operation_id: int
    job: Job
    _is_lasting: bool = False

    def cancel(self) -> None:
        """Ask it to stop (unless it must go to the end), and hear nothing more of it."""
        if not self._is_lasting:
            self.job.cancel()
        self._tasks._forget(self._operation_id)


@dataclass(slots=True)
class Scope:
    """The operations of one screen; closing it cancels them all, so nothing calls a screen that is gone."""

    _tasks: Tasks
    _handles: list[Handle] = field(default_factory=list)

    def do(self, work: Callable[[Job], T]) -> Operation[T]:
        return Operation(self._tasks, work, self)

    def close(self) -> None:
        for handle in self._handles:
            handle.cancel()
        self._handles.clear()


class Tasks(QObject):
    """Starts operations and brings their results home. Lives in the GUI thread.

    `on_unhandled(error)` hears failures that no one else took; `on_bug(error)` hears every exception
    that is not a `NghisuError`, besides the operation's own failure callback.
    """

    _finished = Signal(object)
    _progressed = Signal(object)

    def __init__(
        self,
        on_unhandled: Callable[[Exception], None],
        on_bug: Callable[[Exception], None],
        pool_threads: int = 2,
    ) -> None:
        super().__init__()
        self._on_unhandled = on_unhandled
        self._on_bug = on_bug
        self._lanes = {"database": Lane("database"), "pool": Lane("pool", pool_threads)}
        self._ids = itertools.count(1)
        self._running: dict[int, Operation[Any]] = {}
        self._closing = threading.Lock()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)

    def do(self, work: Callable[[Job], T]) -> Operation[T]:
        return Operation(self, work)

    def scope(self) -> Scope:
        return Scope(self)

    @property
    def running_count(self) -> int:
        return len(self._running)

    def stop(self, deadline_s: float) -> None:
        """End every thread. Callbacks of unfinished work are dropped. Raises `ThreadsStillRunning`.

        Call it twice at will.
        """
        self._running.clear()
        with self._closing:
            self._closed = True
        # What waits for the database was said by a person and is written; what waits for the pool can go.
        self._lanes["database"].stop(deadline_s / 2, finishes_waiting=True)
        self._lanes["pool"].stop(deadline_s / 2)

    def _start(self, operation: Operation[Any]) -> Handle:
        operation_id = next(self._ids)
        job = Job(lambda progress: self._send(self._progressed, _Progressed(operation_id, progress)))
        handle = Handle(self, operation_id, job, operation._is_lasting)
        self._running[operation_id] = operation
        if operation._scope is not None:
            operation._scope._handles.append(handle)
        self._lanes[operation._lane].submit(lambda: self._work(operation_id, operation._work, job))
        return handle

    def _work(self, operation_id: int, work: Callable[[Job], Any], job: Job) -> None:
        """In a lane's thread."""
        if job.is_cancelled():
            return
        try:
            outcome = _Finished(operation_id, work(job), None)
        except Exception as error:
            outcome = _Finished(operation_id, None, error)
            if not isinstance(error, NghisuError):
                _log.exception("background work failed")
        self._send(self._finished, outcome)

    def _send(self, signal: Any, record: object) -> None:
        # The lock keeps `stop` from letting Qt destroy this object in the middle of an emit.
        with self._closing:
            if not self._closed:
                signal.emit(record)

    def _forget(self, operation_id: int) -> None:
        self._running.pop(operation_id, None)

    @Slot(object)
    def _deliver(self, outcome: _Finished) -> None:
        operation = self._running.pop(outcome.operation_id, None)
        if outcome.error is not None and not isinstance(outcome.error, NghisuError):
            self._on_bug(outcome.error)
        if operation is None:
            return
        if operation._scope is not None:
            operation._scope._handles[:] = [
                handle for handle in operation._scope._handles if handle._operation_id != outcome.operation_id
            ]
        if outcome.error is None:
            if operation._success:
                operation._success(outcome.value)
        else:
            (operation._failure or self._on_unhandled)(outcome.error)

    @Slot(object)
    def _deliver_progress(self, news: _Progressed) -> None:
        operation = self._running.get(news.operation_id)
        if operation is not None and operation._progress:
            operation._progress(news.progress)
