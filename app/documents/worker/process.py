"""One process that draws and reads pages, and the pipe to it (the other end: `serving`)."""

from __future__ import annotations

import json
import multiprocessing
import multiprocessing.connection
import time
from typing import Any

from app.documents import errors
from app.documents.errors import DocumentsError, PdfDamaged
from app.documents.worker.child import used_bytes
from app.documents.worker.serving import serve
from app.documents.worker.shared_buffer import SharedBuffer

_START_DEADLINE_S = 30.0
_MAX_ANSWER_BYTES = 16 << 20
_MEMORY_CHECK_S = 0.05


class WorkerDied(Exception):  # never leaves the renderer
    """The process is gone: it hung (`timed_out`), grew too big (`hungry`) or crashed."""

    def __init__(self, *, timed_out: bool = False, hungry: bool = False) -> None:
        super().__init__()
        self.timed_out = timed_out
        self.hungry = hungry


class WorkerProcess:
    """A started worker. `known` are the keys of the documents that it has open. One thread at a time."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe(duplex=True)
        self._process = context.Process(target=serve, args=(theirs,), name="nghisu-pages", daemon=True)
        self._process.start()
        theirs.close()
        self.known: set[str] = set()
        self.canvas: SharedBuffer | None = None
        self._has_answered = False

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        return not multiprocessing.connection.wait([self._process.sentinel], timeout=0)

    def ask(
        self,
        request: dict[str, Any],
        deadline_s: float,
        limit_bytes: int,
        buffer: SharedBuffer | None = None,
    ) -> dict[str, Any]:
        """Send a request, wait for its answer. Raises `WorkerDied`, or the error the worker answers."""
        wait_s = deadline_s if self._has_answered else deadline_s + _START_DEADLINE_S
        try:
            self._connection.send_bytes(json.dumps({**request, "deadline_s": wait_s}).encode())
            if buffer is not None:
                buffer.send(self._connection, self.pid)
            self._wait(wait_s, limit_bytes)
            answer = json.loads(self._connection.recv_bytes(_MAX_ANSWER_BYTES))
        except (EOFError, OSError, ValueError, RecursionError) as error:
            raise WorkerDied from error
        self._has_answered = True
        if "error" in answer:
            raise _error_named(answer)
        return dict(answer)

    def _wait(self, wait_s: float, limit_bytes: int) -> None:
        ends_at = time.monotonic() + wait_s
        while not self._connection.poll(_MEMORY_CHECK_S):
            if time.monotonic() > ends_at:
                raise WorkerDied(timed_out=True)
            if used_bytes(self.pid) > limit_bytes:
                raise WorkerDied(hungry=True)

    def stop(self, deadline_s: float) -> None:
        """End it. It holds nothing worth waiting for."""
        self._process.kill()
        self._process.join(deadline_s)
        self._connection.close()
        if self.canvas:
            self.canvas.close()


def _error_named(answer: dict[str, Any]) -> DocumentsError:
    kind = getattr(errors, str(answer["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, DocumentsError)):
        return PdfDamaged()
    return kind(**answer["params"])
