"""Running one piece of work on bytes nobody trusts in a process that may hang, crash or grow.

The child answers bytes, never pickles: a file that takes it over must not be able to run code here.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import signal
import time
from collections.abc import Callable

import psutil

from app.documents.errors import Cancelled, ChildFailed
from app.documents.steps import Cancel
from app.documents.worker.cell import enter_cell

_CHECK_S = 0.05
_DEADLINE_S = 120.0
_LIMIT_BYTES = 2 << 30
_ANSWER, _NOTHING = b"+", b"-"


def run_in_child(
    work: Callable[..., bytes],
    *arguments: object,
    cancel: Cancel,
    deadline_s: float = _DEADLINE_S,
    limit_bytes: int = _LIMIT_BYTES,
) -> bytes:
    """What `work(*arguments)`, a function of a module, gives. Blocking. Raises `ChildFailed`, `Cancelled`."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, work, arguments), name="nghisu-pack", daemon=True)
    process.start()
    theirs.close()
    try:
        ends_at = time.monotonic() + deadline_s
        while not ours.poll(_CHECK_S):
            if cancel():
                raise Cancelled
            if used_bytes(process.pid) > limit_bytes or time.monotonic() > ends_at:
                raise ChildFailed
        answer = ours.recv_bytes()
    except (EOFError, OSError) as error:
        raise ChildFailed from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if not answer.startswith(_ANSWER):
        raise ChildFailed
    return answer[len(_ANSWER) :]


def used_bytes(pid: int | None) -> int:
    """The memory that a child uses; 0 where the system tells nobody, and for one that has just ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _run(
    connection: multiprocessing.connection.Connection,
    work: Callable[..., bytes],
    arguments: tuple[object, ...],
) -> None:
    """Entry point of the child. Whatever a library raises for a broken file, the answer is "no"."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal goes to all: who asks decides
    enter_cell()
    try:
        answer = _ANSWER + work(*arguments)
    except Exception:
        answer = _NOTHING
    connection.send_bytes(answer)
