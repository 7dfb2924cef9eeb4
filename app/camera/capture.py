"""The thread that owns a camera."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from app.camera.errors import CameraBusy, CameraNotFound, CameraStuck, CameraUnplugged
from app.camera.frames import FrameSource, LatestFrameSlot
from app.domain.clock import Clock
from app.domain.errors import NghisuError

_PASSING = (CameraNotFound, CameraBusy, CameraUnplugged)
"""Troubles that end by themselves: the plug is put back, the other program closes."""


class CameraThread:
    """Reads a source into slots (one for the preview, one for recognition) until it ends or is stopped.

    `on_stopped` is called once, in the capture thread, with the error that ended it, or None after an
    end of file or `stop`. The slots are closed first, so that their readers finish too. With `retry_s` a
    camera that is missing, busy or unplugged is tried again that often: `on_trouble` is told the error
    once, and None with the first frame after it. Recorded sources are played at their own speed when
    `pace` is given, else as fast as they decode.
    """

    def __init__(
        self,
        source: FrameSource,
        slots: Sequence[LatestFrameSlot],
        *,
        on_stopped: Callable[[NghisuError | None], None] = lambda _error: None,
        on_trouble: Callable[[NghisuError | None], None] = lambda _error: None,
        pace: Clock | None = None,
        retry_s: float | None = None,
    ) -> None:
        self._source = source
        self._slots = tuple(slots)
        self._on_stopped = on_stopped
        self._on_trouble = on_trouble
        self._pace = pace
        self._retry_s = retry_s
        self._trouble: NghisuError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def ask_to_stop(self) -> None:
        """Begin to end; does not wait."""
        self._stop.set()

    def stop(self, deadline_s: float = 3.0) -> None:
        """Ask the thread to end and wait for it. Raises `CameraStuck` when it does not come to an end."""
        self._stop.set()
        if self._thread.ident is None:
            return
        self._thread.join(deadline_s)
        if self._thread.is_alive():
            raise CameraStuck(name=self._source.name, deadline_s=deadline_s)

    def _run(self) -> None:
        error: NghisuError | None = None
        try:
            while (error := self._play()) is not None and self._may_try_again(error):
                pass
        finally:
            for slot in self._slots:
                slot.close()
        self._on_stopped(None if self._stop.is_set() else error)

    def _play(self) -> NghisuError | None:
        """Read until the source ends or fails; what it failed of."""
        try:
            self._source.open()
            self._read_all()
        except NghisuError as error:
            return error
        finally:
            self._source.close()
        return None

    def _may_try_again(self, error: NghisuError) -> bool:
        """Say what is wrong, and wait; False where waiting does not help or nobody wants it any more."""
        if self._retry_s is None or not isinstance(error, _PASSING):
            return False
        if type(error) is not type(self._trouble):
            self._trouble = error
            self._on_trouble(error)
        return not self._stop.wait(self._retry_s)

    def _read_all(self) -> None:
        started_s = self._pace.monotonic_s() if self._pace else 0.0
        while not self._stop.is_set():
            frame = self._source.read()
            if frame is None or self._wait_until_due(frame.captured_at_ms, started_s):
                return
            if self._trouble is not None:
                self._trouble = None
                self._on_trouble(None)
            for slot in self._slots:
                slot.put(frame)

    def _wait_until_due(self, captured_at_ms: int, started_s: float) -> bool:
        """Hold a recorded frame back until its time; True when asked to stop meanwhile."""
        if self._pace is None:
            return False
        early_s = started_s + captured_at_ms / 1000 - self._pace.monotonic_s()
        return early_s > 0 and self._stop.wait(early_s)
